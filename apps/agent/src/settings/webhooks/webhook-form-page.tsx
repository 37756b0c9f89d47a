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
  return <PageMissing title="Webhook not found" hint="Select one from the list of webhooks." />
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
    <Page title={webhook ? `Edit ${webhook.name}` : 'New webhook'}>
      <Form
        initialValues={initialValues}
        validate={({ eventTypes }) => (eventTypes.length === 0 ? { eventTypes: 'Select at least one event.' } : {})}
        send={({ isActive, url, ...values }) => {
          // Sent only where the switch was moved: the desk may have switched the webhook off since the page was opened.
          const moved = isActive === initialValues.isActive ? {} : { isActive }
          const input = { ...values, ...moved, url: url.trim() }
          return webhook ? update.mutateAsync({ ...input, webhookId: webhook.id }) : create.mutateAsync(input)
        }}
        saved={({ name }) => (webhook ? `${name} saved` : null)}
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
              label="URL"
              type="url"
              description="GOTRS sends each event to this URL with POST"
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
              label="Webhook is on"
              description="While it is off, GOTRS skips new events. Waiting events are sent once it is on"
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
    <Page title={`${webhook.name} created`}>
      <SecretOnce label="Secret" secret={secret}>
        The receiver uses this secret to verify signatures (Standard Webhooks). Copy it now.
      </SecretOnce>
      <Group mt={16}>
        <ButtonLink to={`/settings/webhooks/${webhook.id}`} variant="default">
          Show webhook
        </ButtonLink>
      </Group>
    </Page>
  )
}
