import { type ErrorParams, type Failure, failureOf, type Issue, issuesOf } from './failure.ts'

type Text = string | ((params: ErrorParams) => string)
export type ErrorTexts = Record<Failure['code'], Text>

/**
 * What is wrong and what to do, per code: a code without a text does not compile. They hold for everybody; an app replaces
 * those for which its readers need other words.
 */
const texts = {
  invalid_input: 'Something in the form is not right. Check what you entered and try again.',
  invalid_filter: 'We can’t search for that. Try plain words of at least three letters.',
  invalid_cursor: 'The list has changed too much to go on from here. Load it again.',
  invalid_token: 'This link was used already or has expired. Ask for a new one.',
  password_too_common: 'This password is on the lists that attackers try first. Choose another one.',
  address_not_allowed: 'This address can’t be used. Choose another one.',
  not_logged_in: 'Your session has ended. Log in again; what you wrote is kept.',
  wrong_credentials: 'The email address or the password is wrong. Check both, or reset the password.',
  forbidden: 'You may not do this with your account.',
  insufficient_scope: 'You may not do this with your account.',
  demo_password_refused:
    'The demo password doesn’t work over a network. The administrator can set another one with gotrs user set-password, or start with HOST=127.0.0.1.',
  wrong_host: 'This isn’t the address of this help desk. Check the address and open it again.',
  cross_site_request: 'The request came from another site and was rejected. Load this page again.',
  not_found: 'It does not exist, or you may not see it.',
  method_not_allowed: 'This page is older than the server. Load it again.',
  ticket_changed: 'The ticket has changed since you loaded it. Look at what is new, then try again.',
  ticket_closed: 'The ticket is closed. Reopen it first.',
  wrong_status: ({ reason }) => text(reason) ?? 'This is not possible in the status that the ticket has now.',
  already_exists: 'This exists already.',
  assignee_not_in_queue: 'This person is not a member of the queue. Choose somebody else, or move the ticket.',
  attachment_unavailable: 'One of the files is no longer there. Remove it and attach it again.',
  no_recipient: 'Nobody would get this answer. Add an address.',
  idempotency_key_reused: 'The same key was used for another call. Load this page again.',
  mailbox_unusable: 'Mail can’t be sent at the moment. Try again later.',
  oauth_failed: 'The mail provider rejected the login. Try again later.',
  raw_mail_gone: 'The original of this mail is no longer kept.',
  precondition_failed: 'The ticket has changed since you loaded it. Look at what is new, then try again.',
  too_large: ({ maxBytes }) =>
    typeof maxBytes === 'number' && maxBytes > 0
      ? `It is too large (maximum ${Math.floor(maxBytes / 1_048_576)} MB). Send smaller files or a link.`
      : 'It is too large. Send smaller files or a link.',
  unsupported_media_type: 'The server can’t read what this page sent. Load it again.',
  range_not_satisfiable: 'The file is shorter than expected. Download it again.',
  search_too_slow: 'This search took too long. Try longer or rarer words.',
  too_many_requests: ({ retryAfter }) =>
    `Too many tries. Try again ${typeof retryAfter === 'number' ? `in ${waitText(retryAfter)}` : 'in a minute'}.`,
  internal: 'Something broke on our side. Try again; nothing is lost.',
  unavailable: 'The server is busy or restarting. Try again in a moment; nothing is lost.',
  offline: 'No connection to the server. Check your network and try again; nothing is lost.',
} as const satisfies ErrorTexts

/** The words for whatever was thrown, with an app's own texts before the ones that hold for everybody. */
export function createErrorText(own: Partial<ErrorTexts> = {}): (error: unknown) => string {
  return error => {
    const { code, params, requestId } = failureOf(error)
    // A newer server may know codes that this page doesn't.
    const found: Text = own[code] ?? texts[code] ?? texts.internal
    const words = typeof found === 'string' ? found : found(params)
    return code === 'internal' && requestId ? `${words} (Reference: ${requestId})` : words
  }
}

/** What to say beside a field: what is wrong with it, without the name that programs call it by. */
export const issueText = ({ message }: Issue): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`

/** The words beside a form of one field: those about the field if there are any. */
export function fieldErrorText(error: unknown, errorText: (error: unknown) => string): string {
  const [issue, ...more] = issuesOf(error)
  return issue && more.length === 0 ? issueText(issue) : errorText(error)
}

/** A parameter that is words of its own. */
export const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

/** Never less than the truth: who tries a moment too early has to wait again. */
function waitText(seconds: number): string {
  const [count, unit] =
    seconds < 60
      ? [Math.max(1, Math.ceil(seconds)), 'second']
      : seconds <= 5400
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
