import type { Webhook } from '@gotrs/contract/webhooks'
import { Button, Group, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { toast } from '../../shell/toast.ts'
import box from '../parts/box.module.css'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Facts } from '../parts/facts.tsx'
import { Page } from '../parts/page.tsx'
import { PageFailure, PageMissing } from '../parts/page-failure.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { eventGroups } from './event-groups.ts'
import { WebhookStateMark } from './webhook-state-mark.tsx'
import { switchedOffText } from './webhook-text.ts'

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
        <Button variant="default" onClick={() => setAsked('secret')}>
          New secret
        </Button>
        <Button variant="default" onClick={() => setAsked('delete')}>
          Delete
        </Button>
      </Group>
      {secret && (
        <SecretOnce label="Secret" secret={secret}>
          The old secret is no longer valid. Copy the new one now and set it at the receiver.
        </SecretOnce>
      )}
      {asked === 'secret' && <SecretDialog webhook={webhook} onMade={setSecret} onClose={close} />}
      {asked === 'delete' && <DeleteDialog webhook={webhook} onClose={close} />}
    </>
  )
}

type DialogProps = { webhook: Webhook; onClose: () => void }

function SecretDialog({ webhook, onMade, onClose }: DialogProps & { onMade: (secret: string | null) => void }) {
  const renew = trpc.webhooks.renewSecret.useMutation({
    onSuccess: saved => {
      onMade(saved.secret)
      onClose()
    },
  })
  return (
    <ConfirmDialog
      title={`New secret for ${webhook.name}`}
      verb="Create secret"
      isBusy={renew.isPending}
      error={renew.error}
      onConfirm={() => renew.mutate({ webhookId: webhook.id })}
      onClose={onClose}
    >
      The next delivery uses the new secret. Until you set it at the receiver, deliveries fail. GOTRS retries them for
      about a day and a half.
    </ConfirmDialog>
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
