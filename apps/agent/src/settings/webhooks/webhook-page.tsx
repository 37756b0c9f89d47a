import type { Webhook } from '@gotrs/contract/webhooks'
import { Button, Group, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { toast, toastError } from '../../shell/toast.ts'
import box from '../parts/box.module.css'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Facts } from '../parts/facts.tsx'
import { Page } from '../parts/page.tsx'
import { PageFailure, PageMissing } from '../parts/page-failure.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { eventGroups } from './event-groups.ts'
import { OldSecret, RotateDialog } from './webhook-secret.tsx'
import { WebhookStateMark } from './webhook-state-mark.tsx'
import { pingText, switchedOffText } from './webhook-text.ts'

/** One webhook: its events, and the log of its deliveries. */
export function Component() {
  const { webhookId = '' } = useParams()
  const webhooks = trpc.webhooks.list.useQuery()
  if (webhooks.error) return <PageFailure title="Webhook" error={webhooks.error} onRetry={webhooks.refetch} />
  if (!webhooks.data) return <Skeleton height={420} maw={960} />
  const webhook = webhooks.data.find(known => known.id === webhookId)
  if (!webhook) return <PageMissing title="Webhook not found" hint="Select one from the list of webhooks." />
  return (
    <Page
      title={webhook.name}
      isWide
      actions={
        <ButtonLink to="/settings/webhooks" variant="default">
          Back to webhooks
        </ButtonLink>
      }
    >
      <WebhookStateMark webhook={webhook} />
      <div className={box.afterLine}>
        <Facts
          facts={[
            ...factOf('Reason', switchedOffText(webhook)),
            ['URL', webhook.url],
            ...eventGroups(webhook.eventTypes).map(({ title, events }): [string, string] => [
              title,
              events.map(({ label }) => label).join(', '),
            ]),
          ]}
        />
      </div>
      <Verbs key={webhook.id} webhook={webhook} />
      <DeliveryLog webhook={webhook} />
    </Page>
  )
}

const factOf = (title: string, text: string | null): [string, string][] => (text ? [[title, text]] : [])

function Verbs({ webhook }: { webhook: Webhook }) {
  const [asked, setAsked] = useState<'secret' | 'delete' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => setAsked(null)
  return (
    <>
      <Group gap={8} mt={16}>
        <ButtonLink to={`/settings/webhooks/${webhook.id}/edit`} variant="default">
          Edit
        </ButtonLink>
        <Ping webhook={webhook} />
        <Button variant="default" onClick={() => setAsked('secret')}>
          Rotate secret
        </Button>
        <Button variant="default" onClick={() => setAsked('delete')}>
          Delete
        </Button>
      </Group>
      {secret && (
        <SecretOnce label="Secret" secret={secret}>
          Copy the new secret now and set it at the receiver.
        </SecretOnce>
      )}
      <OldSecret webhook={webhook} />
      {asked === 'secret' && <RotateDialog webhook={webhook} onMade={setSecret} onClose={close} />}
      {asked === 'delete' && <DeleteDialog webhook={webhook} onClose={close} />}
    </>
  )
}

type DialogProps = { webhook: Webhook; onClose: () => void }

/** Sends a test delivery and says how it went; the log has the details. */
function Ping({ webhook }: { webhook: Webhook }) {
  const utils = trpc.useUtils()
  const ping = trpc.webhooks.ping.useMutation({
    onSuccess: delivery => toast(pingText(delivery)),
    onError: toastError,
    onSettled: () => utils.webhooks.invalidate(),
  })
  return (
    <Button variant="default" loading={ping.isPending} onClick={() => ping.mutate({ webhookId: webhook.id })}>
      Ping
    </Button>
  )
}

function DeleteDialog({ webhook, onClose }: DialogProps) {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const deletion = trpc.webhooks.delete.useMutation({
    onSuccess: async () => {
      toast(`${webhook.name} deleted`)
      await navigate('/settings/webhooks')
      await utils.webhooks.invalidate()
    },
  })
  return (
    <ConfirmDialog
      title={`Delete ${webhook.name}`}
      verb="Delete webhook"
      isBusy={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate({ webhookId: webhook.id })}
      onClose={onClose}
    >
      GOTRS sends no more events to {webhook.url}, not even waiting ones, and deletes the delivery log. To pause the
      webhook, switch it off instead.
    </ConfirmDialog>
  )
}
