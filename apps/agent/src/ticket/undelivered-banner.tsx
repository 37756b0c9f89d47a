import type { Message } from '@gotrs/contract/messages'
import { Button, Group } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useRetryDelivery } from '../message/message-delivery.tsx'
import styles from './changed-notice.module.css'
import { undeliveredAnswer } from './undelivered.ts'

/** The customer waits for an answer that never arrived: said where it can't be overlooked. */
export function UndeliveredBanner({ messages }: { messages: Message[] }) {
  const retry = useRetryDelivery()
  const undelivered = undeliveredAnswer(messages)
  if (!undelivered) return null
  const { messageId, failed } = undelivered
  return (
    <section className={styles.notice} aria-label="Not delivered">
      <div className={styles.words}>
        <strong>
          <IconAlertTriangle size={14} aria-hidden /> The latest reply did not reach{' '}
          {failed.map(({ address }) => address).join(', ')}.
        </strong>{' '}
        “{failed[0]?.response}” {failed[0]?.advice}
      </div>
      <Group gap={8}>
        <Button loading={retry.isPending} onClick={() => retry.mutate({ messageId })}>
          Send again
        </Button>
        <Button variant="default" onClick={() => show(messageId)}>
          Show message
        </Button>
      </Group>
    </section>
  )
}

function show(messageId: string) {
  document.getElementById(`message-${messageId}`)?.scrollIntoView({ block: 'center' })
}
