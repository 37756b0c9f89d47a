import { createErrorText, text, fieldErrorText as webFieldErrorText } from '@gotrs/web/errors/error-text'
import { issuesOf } from '@gotrs/web/errors/failure'

/** What to tell the person who waits, in words: the web apps' texts, with more to do for people who run the desk. */
export function errorText(error: unknown): string {
  const issues = issuesOf(error).slice(0, 3)
  if (issues.length === 0) return staffText(error)
  const words = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message))
  return `${words.join('; ')}. Correct it and try again.`
}

/** What to tell beside the field that was refused. */
export const fieldErrorText = (error: unknown) => webFieldErrorText(error, errorText)

const staffText = createErrorText({
  invalid_filter: ({ reason }) =>
    `Invalid filter${text(reason) ? `: ${text(reason)}` : ''}. Try status:open, assignee:me, tag:vpn or "exact words".`,
  address_not_allowed:
    'This address is inside the network of the server, which does not connect to it. The operator can allow it with PRIVATE_HOSTS.',
  forbidden: 'You may not do this. Ask an admin if you need to.',
  insufficient_scope: 'This token lacks a scope. Create one with the scope that is missing.',
  wrong_host: 'This is not the address of the desk. Open the address that your admin has set as BASE_URL.',
  already_exists: ({ field, name }) =>
    field === 'address'
      ? 'There is a mailbox with this address already.'
      : field === 'addressOf'
        ? 'The sender has an account of their own. Add them to the conversation instead.'
        : `${text(name) ? `“${text(name)}”` : 'It'} exists already. Choose another name.`,
  no_recipient: 'Nobody would get this answer. Add an address under To.',
  mailbox_unusable: "The queue's mailbox can't send. Ask an admin to check it under Settings, Mailboxes.",
  oauth_failed: ({ reason }) =>
    `The provider rejected the login${text(reason) ? `: ${text(reason)}` : ''}. Check the app and try again.`,
  raw_mail_gone: 'The original of this mail is no longer kept: it is older than the retention in the settings.',
  search_too_slow:
    'This search took too long and was stopped. Use longer or rarer words, or narrow it, for example with status:open or newer:7d.',
})
