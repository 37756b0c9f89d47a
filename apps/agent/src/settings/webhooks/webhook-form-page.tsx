import type { EventType } from '@gotrs/contract/events'
import type { Webhook } from '@gotrs/contract/webhooks'
import { Button, Checkbox, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { toast } from '../../shell/toast.ts'
import { PageFailure, PageMissing } from '../parts/page-failure.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import styles from '../settings.module.css'
import { EventChoice } from './event-choice.tsx'
import { issueOf } from './issue-of.ts'

/** Makes a webhook, or changes one. */
export function Component() {
  const { webhookId } = useParams()
  if (!webhookId) return <WebhookForm key="new" webhook={null} />
  return <KnownWebhook key={webhookId} webhookId={webhookId} />
}

function KnownWebhook({ webhookId }: { webhookId: string }) {
  const webhooks = trpc.webhooks.list.useQuery()
  if (webhooks.error) return <PageFailure title="Webhook" error={webhooks.error} onRetry={webhooks.refetch} />
  if (!webhooks.data) return <Skeleton height={420} maw={640} />
  const webhook = webhooks.data.find(known => known.id === webhookId)
  if (webhook) return <WebhookForm webhook={webhook} />
  return <PageMissing title="There is no such webhook" hint="Look for it in the list of webhooks." />
}

function WebhookForm({ webhook }: { webhook: Webhook | null }) {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const [name, setName] = useState(webhook?.name ?? '')
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [chosen, setChosen] = useState<EventType[]>(webhook?.eventTypes ?? [])
  // Said only where the switch was moved: the desk may have switched the webhook off since the page was opened.
  const [movedTo, setMovedTo] = useState<boolean>()
  const [isEventMissing, setEventMissing] = useState(false)
  const invalidate = { onSuccess: () => utils.webhooks.invalidate() }
  const create = trpc.webhooks.create.useMutation(invalidate)
  const update = trpc.webhooks.update.useMutation(invalidate)
  const save = webhook ? update : create
  const urlIssue = issueOf(save.error, 'url')
  const urlField = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (urlIssue) urlField.current?.focus()
  }, [urlIssue])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setEventMissing(chosen.length === 0)
    if (chosen.length === 0) return
    const isActive = movedTo === undefined ? {} : { isActive: movedTo }
    const input = { ...isActive, name, url: url.trim(), eventTypes: chosen }
    // What is new shows its secret first.
    if (!webhook) return create.mutate(input)
    update.mutate(
      { ...input, webhookId: webhook.id },
      {
        onSuccess: async saved => {
          toast(`${saved.name} is saved`)
          await navigate(`/settings/webhooks/${saved.id}`)
        },
      },
    )
  }
  if (save.data?.secret) return <Made webhook={save.data} secret={save.data.secret} />
  return (
    <div className={styles.page}>
      <PageTitle title={webhook ? `Change ${webhook.name}` : 'New webhook'} />
      <form onSubmit={submit}>
        <Stack gap={20}>
          <TextInput
            label="Name"
            description="What it tells, so that you know it again"
            required
            withAsterisk={false}
            maxLength={120}
            autoComplete="off"
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <TextInput
            label="Address"
            type="url"
            description="Each event is sent there by POST"
            placeholder="https://chat.example.com/hooks/desk"
            required
            withAsterisk={false}
            maxLength={2_000}
            autoComplete="off"
            ref={urlField}
            value={url}
            onChange={event => setUrl(event.currentTarget.value)}
            error={urlIssue}
          />
          <EventChoice
            chosen={chosen}
            error={isEventMissing ? 'Tick at least one event.' : undefined}
            onChange={events => {
              setChosen(events)
              setEventMissing(false)
            }}
          />
          <Checkbox
            label="This webhook is on"
            description="While it is off, nothing new is kept for it; what waits already is sent once it is on again"
            checked={movedTo ?? webhook?.isActive ?? true}
            onChange={event => setMovedTo(event.currentTarget.checked)}
          />
          {save.error && !urlIssue && (
            <Text role="alert" c="var(--danger)">
              {errorText(save.error)}
            </Text>
          )}
          <Group>
            <Button type="submit" loading={save.isPending}>
              Save webhook
            </Button>
            <ButtonLink to={webhook ? `/settings/webhooks/${webhook.id}` : '/settings/webhooks'} variant="default">
              Back without saving
            </ButtonLink>
          </Group>
        </Stack>
      </form>
    </div>
  )
}

function Made({ webhook, secret }: { webhook: Webhook; secret: string }) {
  return (
    <div className={styles.page}>
      <PageTitle title={`${webhook.name} is made`} />
      <SecretOnce label="Secret" secret={secret}>
        The receiver needs this secret to check the signature of what it is sent (Standard Webhooks). Copy it now.
      </SecretOnce>
      <Group mt={16}>
        <ButtonLink to={`/settings/webhooks/${webhook.id}`} variant="default">
          Go to the webhook
        </ButtonLink>
      </Group>
    </div>
  )
}
