import type { Webhook } from '@gotrs/contract/webhooks'
import { Checkbox, Group, Skeleton, TextInput } from '@mantine/core'
import { useNavigate, useParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { Form } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { PageFailure, PageMissing } from '../parts/page-failure.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import { EventChoice } from './event-choice.tsx'

/** Creates a webhook, or changes one. */
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
  const invalidate = { onSuccess: () => utils.webhooks.invalidate() }
  const create = trpc.webhooks.create.useMutation(invalidate)
  const update = trpc.webhooks.update.useMutation(invalidate)
  // What is new shows its secret first.
  if (create.data?.secret) return <Made webhook={create.data} secret={create.data.secret} />
  const initialValues = {
    name: webhook?.name ?? '',
    url: webhook?.url ?? '',
    eventTypes: webhook?.eventTypes ?? [],
    isActive: webhook?.isActive ?? true,
  }
  return (
    <Page title={webhook ? `Change ${webhook.name}` : 'New webhook'}>
      <Form
        initialValues={initialValues}
        validate={({ eventTypes }) => (eventTypes.length === 0 ? { eventTypes: 'Tick at least one event.' } : {})}
        send={({ isActive, url, ...values }) => {
          // Sent only where the switch was moved: the desk may have switched the webhook off since the page was opened.
          const moved = isActive === initialValues.isActive ? {} : { isActive }
          const input = { ...values, ...moved, url: url.trim() }
          return webhook ? update.mutateAsync({ ...input, webhookId: webhook.id }) : create.mutateAsync(input)
        }}
        saved={({ name }) => (webhook ? `${name} is saved` : null)}
        onSaved={({ id }) => webhook && navigate(`/settings/webhooks/${id}`)}
        button="Save webhook"
        back={{
          to: webhook ? `/settings/webhooks/${webhook.id}` : '/settings/webhooks',
          label: 'Back without saving',
        }}
      >
        {form => (
          <>
            <TextInput
              label="Name"
              description="A name to identify this webhook"
              required
              withAsterisk={false}
              maxLength={120}
              autoComplete="off"
              {...form.getInputProps('name')}
            />
            <TextInput
              label="Address"
              type="url"
              description="The desk sends each event there by POST"
              placeholder="https://chat.example.com/hooks/desk"
              required
              withAsterisk={false}
              maxLength={2_000}
              autoComplete="off"
              {...form.getInputProps('url')}
            />
            <EventChoice
              chosen={form.values.eventTypes}
              error={form.errors.eventTypes}
              onChange={eventTypes => form.setFieldValue('eventTypes', eventTypes)}
            />
            <Checkbox
              label="This webhook is on"
              description="While it is off, new events are not kept for it; waiting ones are sent once it is on again"
              {...form.getInputProps('isActive', { type: 'checkbox' })}
            />
          </>
        )}
      </Form>
    </Page>
  )
}

function Made({ webhook, secret }: { webhook: Webhook; secret: string }) {
  return (
    <Page title={`${webhook.name} is created`}>
      <SecretOnce label="Secret" secret={secret}>
        The receiver needs this secret to check the signature of what it is sent (Standard Webhooks). Copy it now.
      </SecretOnce>
      <Group mt={16}>
        <ButtonLink to={`/settings/webhooks/${webhook.id}`} variant="default">
          Go to the webhook
        </ButtonLink>
      </Group>
    </Page>
  )
}
