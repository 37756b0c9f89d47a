import { DeskError } from '@gotrs/contract/errors'
import { type CreateWebhookInput, createWebhookInput } from '@gotrs/contract/webhooks'

/** The checked fields of a webhook, with each event type once. @throws DeskError `invalid_input` */
export function webhookFields(given: CreateWebhookInput) {
  const input = createWebhookInput.parse(given)
  rejectUnfit(input.url)
  return { ...input, eventTypes: [...new Set(input.eventTypes)] }
}

/** The address that people see must be the one that is called, but the URL parser rewrites control characters. */
function rejectUnfit(url: string): void {
  const { username, password } = new URL(url)
  const isWhole = !/\p{Cc}/u.test(url)
  if (isWhole && !username && !password) return
  const message = isWhole
    ? 'must not contain a user name or password: it is visible to admins. Verify the signature instead'
    : 'must be one line without control characters'
  throw new DeskError('invalid_input', { issues: [{ path: 'url', message }] })
}
