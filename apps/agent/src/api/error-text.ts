import type { ErrorCode } from '@gotrs/contract/errors'
import { type ErrorParams, readDeskError } from './desk-error.ts'

type Text = string | ((params: ErrorParams) => string)

/** One text per code: what happened, and what to do. */
const texts = {
  invalid_input: params => `${issuesOf(params) ?? 'Something in the form is not right.'} Correct it and try again.`,
  invalid_filter: params =>
    `This filter can't be read${params.reason ? `: ${String(params.reason)}` : ''}. Try status:open, assignee:me, tag:vpn or "exact words".`,
  invalid_cursor: 'The list has changed too much to go on from here. Load it again.',
  invalid_token: 'This link has been used or has expired. Ask for a new one.',
  password_too_common: 'This password is on the lists that attackers try first. Choose another one.',
  address_not_allowed:
    'This address is inside the network of the desk and is not asked. The operator may allow it with PRIVATE_HOSTS.',
  not_logged_in: 'Your session has ended. Log in again; your draft is kept.',
  wrong_credentials: 'Address or password is wrong. Check both, or reset the password.',
  forbidden: 'You may not do this. Ask an admin if you need to.',
  insufficient_scope: 'This token may not be used for that. Make one with the scope that is missing.',
  demo_password_refused:
    'The demo password works on the machine of the desk alone (HOST and BASE_URL both loopback, no proxy). Set another one with gotrs user set-password, or start with HOST=127.0.0.1.',
  wrong_host: 'This is not the address of the desk. Open the address that your admin has set as BASE_URL.',
  cross_site_request: 'The request came from another site and was refused. Load this page again.',
  not_found: "It doesn't exist, or you may not see it.",
  method_not_allowed: 'This page is older than the desk. Load it again.',
  ticket_changed: 'The ticket has changed since you loaded it. Look at what is new, then try again.',
  ticket_closed: 'The ticket is closed. Reopen it first.',
  wrong_status: params =>
    params.reason ? String(params.reason) : 'This is not possible in the status the ticket is in now.',
  already_exists: params =>
    params.field === 'address'
      ? 'There is a mailbox with this address already.'
      : params.field === 'addressOf'
        ? 'The sender has an account of their own. Add them to the conversation instead.'
        : `${params.name ? `“${String(params.name)}”` : 'It'} exists already. Choose another name.`,
  assignee_not_in_queue: 'This person is not a member of the queue. Move the ticket or choose somebody else.',
  attachment_unavailable: 'An attachment is no longer there or was already sent. Remove it and add it again.',
  no_recipient: 'Nobody would get this answer. Add an address under To.',
  idempotency_key_reused: 'The same key was used for another call. Use a new key for each call.',
  mailbox_unusable: "The queue's mailbox can't send. Ask an admin to check it under Settings, Mailboxes.",
  oauth_failed: params =>
    `The provider did not let the desk in${params.reason ? `: ${String(params.reason)}` : ''}. Check the app and try again.`,
  raw_mail_gone: 'The original of this mail is no longer kept: it is older than the retention in the settings.',
  precondition_failed: 'The ticket has changed since you loaded it. Look at what is new, then try again.',
  too_large: params =>
    typeof params.maxBytes === 'number'
      ? `It is larger than ${Math.floor(params.maxBytes / 1_048_576)} MB. Send a smaller file or a link.`
      : 'It is too large. Send a smaller file or a link.',
  range_not_satisfiable: 'The file is shorter than was thought. Download it again.',
  search_too_slow:
    'This search took too long and was stopped. Use longer or rarer words, or narrow it, for example with status:open or newer:7d.',
  too_many_requests: params =>
    `Too many tries. Try again ${typeof params.retryAfter === 'number' ? `in ${waitText(params.retryAfter)}` : 'in a minute'}.`,
  internal: 'Something broke on our side, and it was logged. Try again.',
  unavailable: 'The desk is busy or restarting. Try again in a moment.',
} as const satisfies Record<ErrorCode, Text>

/** What to tell the person who waits, in words. */
export function errorText(error: unknown): string {
  const failure = readDeskError(error)
  if (failure.kind === 'unreachable') return 'No connection to the desk. Nothing was changed; try again in a moment.'
  const text: Text = texts[failure.code]
  const words = typeof text === 'string' ? text : text(failure.params)
  return failure.code === 'internal' && failure.requestId ? `${words} (Reference: ${failure.requestId})` : words
}

/** What to tell beside the field that was refused: what is wrong with it, without the name that programs call it by. */
export function fieldErrorText(error: unknown): string {
  const failure = readDeskError(error)
  const issues: unknown = failure.kind === 'refused' && failure.code === 'invalid_input' ? failure.params.issues : null
  const message = Array.isArray(issues) && issues.length === 1 ? issueText({ ...issues[0], path: '' }) : ''
  return message ? `${message.charAt(0).toUpperCase()}${message.slice(1)}.` : errorText(error)
}

/** Never less than the truth: whoever tries a moment too early has to wait again. */
function waitText(seconds: number): string {
  const [count, unit] =
    seconds < 60
      ? [Math.max(1, Math.ceil(seconds)), 'second']
      : seconds <= 5400
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

function issuesOf(params: ErrorParams): string | null {
  if (!Array.isArray(params.issues)) return null
  const words = params.issues.slice(0, 3).map(issueText).filter(Boolean)
  return words.length > 0 ? `${words.join('; ')}.` : null
}

function issueText(issue: unknown): string {
  if (typeof issue !== 'object' || issue === null) return ''
  const { path, message } = issue as { path?: unknown; message?: unknown }
  return [path, message].filter(part => typeof part === 'string' && part !== '').join(': ')
}
