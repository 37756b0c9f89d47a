import { createErrorText } from '@gotrs/web/errors/error-text'

/** Error texts for customers: the shared ones, except where the portal says request instead of ticket. */
export const errorText = createErrorText({
  ticket_closed: 'This request is closed. Write a new one.',
  wrong_status: 'The status of this request has changed. Check it and try again.',
})
