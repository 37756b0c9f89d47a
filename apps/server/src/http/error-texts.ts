import type { ErrorCode } from '@gotrs/contract/errors'

/** What a developer reads beside the code of an error. */
export const errorText = {
  invalid_input: 'The request does not have the expected form.',
  invalid_filter: 'The filter cannot be understood.',
  invalid_cursor: 'The cursor is not one that a page before gave.',
  invalid_token: 'The link is not valid any more: ask for a new one.',
  password_too_common: 'The password is guessed too easily: choose another one.',
  not_logged_in: 'Log in first.',
  wrong_credentials: 'The address or the password is not right.',
  forbidden: 'You may see this, but not do this.',
  cross_site_request: 'The request came from another site, or does not say that it came from this one.',
  not_found: 'There is nothing here that you may see.',
  ticket_changed: 'The ticket has changed meanwhile: read it again.',
  ticket_closed: 'The ticket is closed.',
  wrong_status: 'The ticket is not in a status that allows this.',
  already_exists: 'There is one already.',
  assignee_not_in_queue: 'The assignee is not a member of the queue.',
  attachment_unavailable: 'A file was not uploaded by you, was sent already, or has expired.',
  no_recipient: 'There is nobody to send this to.',
  mailbox_unusable: 'The mailbox cannot be used as it is set.',
  too_large: 'This is larger than what is taken.',
  too_many_requests: 'Too many requests: wait a while.',
  internal: 'Something went wrong here. The request id finds it in the log.',
  unavailable: 'The service is not available at the moment: try again.',
} as const satisfies Record<ErrorCode, string>
