import { Skeleton, Text } from '@mantine/core'
import { Link } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { Page } from '../parts/page.tsx'
import rows from '../parts/rows.module.css'
import { eventsText } from './event-groups.ts'
import { WebhookStateMark } from './webhook-state-mark.tsx'

/** The webhooks and their state. */
export function Component() {
  const webhooks = trpc.webhooks.list.useQuery()
  return (
    <Page title="Webhooks" isWide actions={<ButtonLink to="/settings/webhooks/new">New webhook</ButtonLink>}>
      <Text c="dimmed" maw={640} mb={16}>
        A webhook sends events to another program as they happen: ids and small facts, never the text of a message.
      </Text>
      {webhooks.isPending && <Skeleton height={160} />}
      {webhooks.error && <FailureNotice error={webhooks.error} onRetry={webhooks.refetch} />}
      {webhooks.data?.length === 0 && (
        <EmptyNotice title="No webhook yet">
          Add the URL of a chat, a dashboard or a script, and select the events to send.
        </EmptyNotice>
      )}
      {webhooks.data && webhooks.data.length > 0 && (
        <ul className={rows.rows} aria-label="Webhooks">
          {webhooks.data.map(webhook => (
            <li key={webhook.id} className={rows.row}>
              <Link to={`/settings/webhooks/${webhook.id}`} className={rows.rowLink}>
                {webhook.name}
              </Link>
              <span className={rows.push}>
                <WebhookStateMark webhook={webhook} />
              </span>
              <span className={`${rows.dim} ${rows.wholeLine}`}>{webhook.url}</span>
              <span className={`${rows.dim} ${rows.wholeLine}`}>{eventsText(webhook.eventTypes)}</span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
