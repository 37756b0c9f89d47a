import { fullTime } from '@gotrs/web/time/age-text'
import { Button, CopyButton, Skeleton, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { trpc } from '../../api/trpc.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { Section } from '../parts/section.tsx'
import styles from './forward-addresses.module.css'

/** One's own address at each mailbox, for what customers sent to oneself. */
export function ForwardAddresses() {
  const addresses = trpc.mailboxes.forwardAddresses.useQuery()
  if (addresses.data?.length === 0) return null
  return (
    <Section title="Forward mail to GOTRS">
      <Text size="sm" c="dimmed" mb={4}>
        If a customer writes to you directly, forward the mail to one of these addresses. It becomes a ticket of that
        customer. Keep the addresses private. They expire, so copy a current one from this page each time.
      </Text>
      {addresses.isPending && <Skeleton height={44} />}
      {addresses.error && <FailureNotice error={addresses.error} onRetry={addresses.refetch} />}
      {addresses.data?.map(({ mailbox, address, expiresAt }) => (
        <div key={mailbox.id} className={styles.copyRow}>
          <span>{mailbox.name}</span>
          <code>{address}</code>
          <span className={styles.until}>
            Expires{' '}
            <time dateTime={expiresAt} title={fullTime(expiresAt)}>
              {dayText(expiresAt)}
            </time>
          </span>
          <CopyButton value={address}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                aria-label={`Copy the address at ${mailbox.name}`}
                leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </div>
      ))}
    </Section>
  )
}

const dayText = (at: string) =>
  new Date(at).toLocaleDateString([], { weekday: 'short', day: 'numeric', month: 'short' })
