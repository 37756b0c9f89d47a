import type { ErrorCode } from '@gotrs/contract/errors'

/** What a developer reads beside the code of an error. */
export const errorText = {
  invalid_input: 'The input is invalid.',
  invalid_filter: 'The filter is invalid.',
  invalid_cursor: 'The cursor does not belong to this list in this order. Leave it out to start at the first page.',
  invalid_token: 'The link is invalid, expired or already used. Ask for a new one.',
  password_too_common: 'The password is too easy to guess. Choose another one.',
  address_not_allowed:
    'The address is inside the private network of the desk. The operator can allow it with PRIVATE_HOSTS.',
  not_logged_in: 'Log in first.',
  wrong_credentials: 'The email address or the password is wrong.',
  forbidden: 'Your account does not have permission to do this.',
  demo_password_refused:
    'The demo password works only on the machine that runs the desk (HOST and BASE_URL are both loopback, no proxy). Set another password with gotrs user set-password, or start with HOST=127.0.0.1.',
  insufficient_scope: 'The token does not have the scope that this call requires.',
  cross_site_request: 'The request came from another site, or has no Origin header of this site.',
  not_found: 'Not found.',
  method_not_allowed: 'This path does not support this method.',
  ticket_changed: 'The ticket has changed since you read it. Read it again.',
  draft_changed: 'The draft has changed since you read it. Read it again.',
  ticket_closed:
    'The ticket is closed. Staff reopen it by setting status to open; a customer continues by sending a message.',
  wrong_status: 'The current status does not allow this.',
  cannot_undo:
    'Nothing was undone. Only what staff did to the ticket in the last 24 hours can be undone, as long as nobody has changed the same since.',
  already_exists: 'It already exists.',
  assignee_not_in_queue: 'The assignee is not a member of the queue. Choose a member, or move the ticket first.',
  attachment_unavailable:
    'An attachment was uploaded by somebody else, is already sent, or has expired. Upload the file again.',
  no_recipient: 'The message has no recipient. Add one.',
  idempotency_key_reused: 'This Idempotency-Key was used for a different call. Use a new key for each call.',
  mailbox_unusable: 'The mailbox is not usable with its current settings. An admin can change them.',
  oauth_failed: 'The provider did not give the desk access to the mailbox. Connect the mailbox again.',
  raw_mail_gone: 'The original of this mail is deleted.',
  precondition_failed: 'The version in If-Match is not the current one. Read it again.',
  too_large: 'The request is too large.',
  unsupported_media_type: 'This call does not support the type or the encoding of the body.',
  range_not_satisfiable: 'The range starts after the end of the file.',
  wrong_host:
    'The desk does not answer under this host name. Use the host name in BASE_URL, or set BASE_URL to the address that people open.',
  search_too_slow: 'The search timed out. Use longer or rarer words, or narrow it with status, queue, from or newer.',
  too_many_requests: 'Too many requests. Wait for the seconds in Retry-After, then try again.',
  internal: 'Internal error. The log has the details under the request id.',
  unavailable: 'The service is unavailable. Try again in a minute.',
} as const satisfies Record<ErrorCode, string>
