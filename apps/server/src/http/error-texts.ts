import type { ErrorCode } from '@gotrs/contract/errors'

/** What a developer reads beside the code of an error. */
export const errorText = {
  invalid_input: 'The request does not have the expected form.',
  invalid_filter: 'The filter cannot be understood.',
  invalid_cursor: 'The cursor is not one of this list in this order: leave it out to begin at the first page.',
  invalid_token: 'The link is not valid any more: ask for a new one.',
  password_too_common: 'The password is guessed too easily: choose another one.',
  address_not_allowed: 'The address lies inside the network of the desk: the operator may allow it with PRIVATE_HOSTS.',
  not_logged_in: 'Log in first.',
  wrong_credentials: 'The address or the password is not right.',
  forbidden: 'Your account may not do this.',
  demo_password_refused:
    'The demo password works on the machine of the desk alone (HOST and BASE_URL both loopback, no proxy). Set another one with gotrs user set-password, or start with HOST=127.0.0.1.',
  insufficient_scope: 'The token does not carry the scope that this call needs.',
  cross_site_request: 'The request came from another site, or does not say that it came from this one.',
  not_found: 'There is nothing here that you may see.',
  method_not_allowed: 'This path is there, but not for this method.',
  ticket_changed: 'The ticket has changed meanwhile: read it again.',
  ticket_closed:
    'The ticket is closed: staff reopen it by setting the status open, customers go on by sending a message.',
  wrong_status: 'The present status does not allow this.',
  already_exists: 'There is one already.',
  assignee_not_in_queue: 'The assignee is not a member of the queue.',
  attachment_unavailable: 'A file was not uploaded by you, was sent already, or has expired.',
  no_recipient: 'There is nobody to send this to.',
  idempotency_key_reused: 'This Idempotency-Key came with another call before: use a new one for each call.',
  mailbox_unusable: 'The mailbox cannot be used as it is set.',
  oauth_failed: 'The provider did not let the desk into the mailbox.',
  raw_mail_gone: 'The original of this mail is no longer kept.',
  precondition_failed: 'The version in If-Match is not the newest: read the ticket again.',
  too_large: 'This is larger than what is taken.',
  unsupported_media_type: 'The body has a type or an encoding that this call does not accept.',
  range_not_satisfiable: 'The range begins behind the end of the file.',
  wrong_host:
    'The desk is not reached by this host name: use the address of BASE_URL. The operator sets BASE_URL to the address that people open.',
  search_too_slow:
    'The search took too long and was stopped: use longer or rarer words, or narrow it with status, queue, from or newer.',
  too_many_requests: 'Too many requests: wait a while.',
  internal: 'Something went wrong here. The request id finds it in the log.',
  unavailable: 'The service is not available at the moment: try again.',
} as const satisfies Record<ErrorCode, string>
