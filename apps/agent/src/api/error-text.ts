import { createErrorText, text, fieldErrorText as webFieldErrorText } from '@gotrs/web/errors/error-text'
import { issuesOf } from '@gotrs/web/errors/failure'

/** Error texts for staff: the shared ones, with more detail where staff can do more than customers. */
export function errorText(error: unknown): string {
  const issues = issuesOf(error).slice(0, 3)
  if (issues.length === 0) return staffText(error)
  const words = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message))
  return `${words.join('; ')}. Correct it and try again.`
}

/** The error text under a field. */
export const fieldErrorText = (error: unknown) => webFieldErrorText(error, errorText)

const staffText = createErrorText({
  invalid_filter: ({ reason }) =>
    `Invalid filter${text(reason) ? `: ${text(reason)}` : ''}. Try status:open, assignee:me, tag:vpn or "exact words".`,
  address_not_allowed:
    'The server does not connect to private network addresses. The operator can allow this one in PRIVATE_HOSTS.',
  forbidden: 'You do not have permission to do this. Ask an admin for it.',
  insufficient_scope: 'The token lacks the required scope. Create a token that has it.',
  wrong_host: 'GOTRS does not serve this host name. Open the address that your admin set as BASE_URL.',
  already_exists: ({ field, name }) =>
    field === 'address'
      ? 'A mailbox already has this address. Use another one.'
      : field === 'addressOf'
        ? 'The sender has an account of their own. Add them to the conversation instead.'
        : `${text(name) ? `“${text(name)}”` : 'This name'} already exists. Choose another name.`,
  no_recipient: 'The reply has no recipient. Add an address under To.',
  mailbox_unusable: "The queue's mailbox can't send. Ask an admin to check it under Settings, Mailboxes.",
  oauth_failed: ({ reason }) =>
    `The provider rejected the login${text(reason) ? `: ${text(reason)}` : ''}. Check the OAuth app and try again.`,
  raw_mail_gone: 'The original of this mail was deleted: it is older than the retention time in Settings, General.',
  search_too_slow:
    'The search timed out. Use longer or rarer words, or narrow it with a filter such as status:open or newer:7d.',
})
