import { createErrorText } from '@gotrs/web/errors/error-text'

/** What to tell a customer: the web apps' texts, in the portal's words. */
export const errorText = createErrorText({
  not_found: 'There is no such request, or it belongs to somebody else.',
  ticket_changed: 'The request has changed meanwhile. Look at what is new and send again.',
  ticket_closed: 'This request is closed. Write a new one.',
  wrong_status: 'Somebody was quicker: the request is in another state now. Look at it again.',
  assignee_not_in_queue: 'This person can’t take the request.',
  precondition_failed: 'The request has changed meanwhile. Look at what is new and send again.',
})
