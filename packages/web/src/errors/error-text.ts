import { type ErrorParams, type Failure, failureOf, type Issue, issuesOf } from './failure.ts'

type Text = string | ((params: ErrorParams) => string)
export type ErrorTexts = Record<Failure['code'], Text>

const undoTexts: Record<string, string> & { irreversible: string } = {
  changed: 'It has changed since. Nothing was undone.',
  expired: 'It is more than 24 hours ago. Nothing was undone.',
  irreversible: 'This cannot be undone.',
}

/**
 * What is wrong and what to do, per code: a code without a text does not compile. They hold for everybody; an app replaces
 * those for which its readers need other words.
 */
const texts = {
  invalid_input: 'The form has an invalid value. Check your input and try again.',
  invalid_filter: 'Invalid search. Try plain words of at least three letters.',
  invalid_cursor: 'The list has changed. Reload it.',
  invalid_token: 'This link was already used or has expired. Request a new one.',
  password_too_common: 'This password is too common. Choose another one.',
  address_not_allowed: 'This address is not allowed. Use another one.',
  not_logged_in: 'Your session has expired. Log in again. Your text is kept.',
  wrong_credentials: 'Wrong email address or password. Check both, or reset the password.',
  forbidden: 'Your account does not have permission to do this.',
  insufficient_scope: 'Your account does not have permission to do this.',
  demo_password_refused:
    'The demo password does not work over a network. The administrator can set another one with gotrs user set-password, or start GOTRS with HOST=127.0.0.1.',
  wrong_host: 'This help desk has another address. Check the address.',
  cross_site_request: 'The server rejected a request from another site. Reload this page.',
  not_found: 'Not found, or your account has no access to it.',
  method_not_allowed: 'This page is older than the server. Reload it.',
  ticket_changed: 'Somebody else changed this meanwhile. Check what is new, then try again.',
  draft_changed: 'You changed this draft in another window. Choose which text to keep.',
  ticket_closed: 'The ticket is closed. Reopen it first.',
  wrong_status: ({ reason }) => text(reason) ?? 'This is not possible in the current status.',
  cannot_undo: ({ reason }) => undoTexts[text(reason) ?? ''] ?? undoTexts.irreversible,
  already_exists: 'This already exists. Choose another name.',
  assignee_not_in_queue: 'This person is not a member of the queue. Choose somebody else, or move the ticket.',
  attachment_unavailable: 'A file is no longer available. Remove it and attach it again.',
  no_recipient: 'The message has no recipient. Add an address.',
  idempotency_key_reused: 'The page sent two different requests as one. Reload it.',
  mailbox_unusable: 'Sending mail is not possible at the moment. Try again later.',
  oauth_failed: 'The mail provider rejected the login. Try again later.',
  raw_mail_gone: 'The original of this mail was deleted.',
  precondition_failed: 'Somebody else changed this meanwhile. Check what is new, then try again.',
  too_large: ({ maxBytes }) =>
    typeof maxBytes === 'number' && maxBytes > 0
      ? `Too large (maximum ${Math.floor(maxBytes / 1_048_576)} MB). Send smaller files or a link.`
      : 'Too large. Send smaller files or a link.',
  unsupported_media_type: 'The server can’t read what this page sent. Load it again.',
  range_not_satisfiable: 'The file is shorter than expected. Download it again.',
  search_too_slow: 'The search timed out. Try longer or rarer words.',
  too_many_requests: ({ retryAfter }) =>
    `Too many attempts. Try again ${typeof retryAfter === 'number' ? `in ${waitText(retryAfter)}` : 'in a minute'}.`,
  internal: 'Server error. Try again. Nothing is lost.',
  unavailable: 'The server is busy or restarting. Try again in a moment. Nothing is lost.',
  offline: 'No connection to the server. Check your network and try again. Nothing is lost.',
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
