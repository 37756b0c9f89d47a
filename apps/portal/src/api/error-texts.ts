import { type Failure, failureOf } from './error-code.ts'

type Text = string | ((params: Failure['params']) => string)

/** What happened and what to do, per code. A code without a text does not compile. */
const texts = {
  invalid_input: 'Something in the form can’t be used as it is. Check what you entered and try again.',
  invalid_filter: 'We can’t search for that. Try plain words of at least three letters.',
  invalid_cursor: 'The list has changed meanwhile. Reload the page.',
  invalid_token: 'This link has been used already or is too old. Ask for a new one.',
  password_too_common: 'This password is on the lists that attackers try first. Choose another one.',
  address_not_allowed: 'This address can’t be used. Choose another one.',
  not_logged_in: 'You are not logged in any more. Log in again; what you wrote is kept.',
  wrong_credentials: 'The email address or the password is wrong. Check both, or reset your password.',
  forbidden: 'You may not do this with your account.',
  insufficient_scope: 'You may not do this with your account.',
  demo_password_refused:
    'The demo password doesn’t work over a network. The administrator can set another one with gotrs user set-password, or start it with HOST=127.0.0.1.',
  wrong_host: 'This isn’t the address of this help desk. Check the address and open it again.',
  cross_site_request: 'The request didn’t come from this site. Reload the page and try again.',
  not_found: 'There is no such request, or it belongs to somebody else.',
  method_not_allowed: 'Something went wrong on our side. Reload the page and try again.',
  ticket_changed: 'The request has changed meanwhile. Look at what is new and send again.',
  ticket_closed: 'This request is closed. Write a new one.',
  wrong_status: 'Somebody was quicker: the request is in another state now. Look at it again.',
  already_exists: 'This exists already.',
  assignee_not_in_queue: 'This person can’t take the request.',
  attachment_unavailable: 'One of the files is no longer there. Remove it and attach it again.',
  no_recipient: 'There is nobody to send this to.',
  idempotency_key_reused: 'Something went wrong on our side. Reload the page and try again.',
  mailbox_unusable: 'Mail can’t be sent at the moment. Try again later.',
  oauth_failed: 'Mail can’t be sent at the moment. Try again later.',
  raw_mail_gone: 'The original is no longer kept.',
  precondition_failed: 'The request has changed meanwhile. Look at what is new and send again.',
  too_large: params => `That is too large. ${limitText(params)}`,
  range_not_satisfiable: 'The file could not be loaded. Download it again.',
  search_too_slow: 'This search took too long. Try longer or rarer words.',
  too_many_requests: params => `Too many tries in a short time. ${waitText(params)}`,
  internal: 'Something went wrong on our side. Try again; nothing is lost.',
  unavailable: 'The service can’t be reached at the moment. Try again in a minute; nothing is lost.',
  offline: 'There is no connection. Check your network and try again; nothing is lost.',
} as const satisfies Record<Failure['code'], Text>

/** The text for whatever was thrown. */
export function errorText(error: unknown): string {
  const failure = failureOf(error)
  // A newer server may know codes that this page doesn't.
  const text: Text = texts[failure.code] ?? texts.internal
  return typeof text === 'string' ? text : text(failure.params)
}

function waitText(params: Failure['params']): string {
  const seconds = Number(params.retryAfter)
  if (!Number.isFinite(seconds) || seconds <= 0) return 'Wait some minutes and try again.'
  if (seconds < 90) return 'Wait a minute and try again.'
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `Wait ${minutes} minutes and try again.` : 'Try again in some hours.'
}

function limitText(params: Failure['params']): string {
  const bytes = Number(params.maxBytes)
  if (!Number.isFinite(bytes) || bytes <= 0) return 'Send less at once, or fewer and smaller files.'
  return `At most ${Math.floor(bytes / 1024 / 1024)} MB at once.`
}
