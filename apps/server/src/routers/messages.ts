import { acceptHeldAppoints } from '@gotrs/contract/appointments'
import {
  acceptHeldInput,
  delivery,
  listMessagesInput,
  message,
  messagePage,
  messageRefInput,
  movedMessage,
  moveMessageInput,
  noteInput,
  postedMessage,
  rawMail,
  replyInput,
  splitHeldInput,
} from '@gotrs/contract/messages'
import { ticketVersion } from '@gotrs/contract/tickets'
import { withCleanHtml } from '@gotrs/core/conversation/clean-html'
import { acceptHeld } from '@gotrs/core/messages/accept-held'
import { addNote } from '@gotrs/core/messages/add-note'
import { moveMessage } from '@gotrs/core/messages/move'
import { moveMessageBack } from '@gotrs/core/messages/move-back'
import { listMessages, readMessage } from '@gotrs/core/messages/queries'
import { readRawMail } from '@gotrs/core/messages/raw'
import { rejectHeld } from '@gotrs/core/messages/reject-held'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { splitHeld } from '@gotrs/core/messages/split-held'
import { retryDelivery } from '@gotrs/core/outbound/retry'
import { requireAppointing } from '../appointing.ts'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const messagesRouter = router({
  /** One message; a note for staff alone. @throws not_found */
  get: allowed('ticket.read', rest.get('/api/messages/{messageId}', 'Read a message'))
    .input(messageRefInput)
    .output(message)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readMessage(reader, input.messageId))),

  /** Earlier messages of a ticket; notes for staff only. */
  list: allowed('ticket.read')
    .input(listMessagesInput)
    .output(messagePage)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => listMessages(reader, input))),

  /**
   * A public answer, mailed to the customer and those in copy when staff write it. A customer's reply to a closed ticket
   * starts a linked follow-up, which `ticketId` of the answer names. @throws ticket_changed, ticket_closed, no_recipient
   */
  reply: allowed('ticket.reply')
    .input(replyInput)
    .output(postedMessage)
    .mutation(async ({ ctx, input }) => {
      const typed = await withCleanHtml(ctx.actor, input)
      return ctx.run(uow => replyToTicket(uow, typed))
    }),

  /**
   * Moves a message that is in the wrong ticket: to another ticket, or (no `ticketId`) to a new one. `version` is that of
   * its current ticket. @throws not_found, forbidden, ticket_changed
   */
  move: allowed(
    'ticket.moveMessage',
    rest.post('/api/messages/{messageId}/move', 'Move a message to another ticket or to a new one', {
      errors: ['ticket_changed'],
    }),
  )
    .input(moveMessageInput)
    .output(movedMessage)
    .mutation(({ ctx, input }) => ctx.run(uow => moveMessage(uow, input))),

  /**
   * Makes a held mail part of the conversation; its sender takes part from then on, or is one more address of a person who
   * does, which no API token decides. @throws not_found, forbidden, wrong_status, already_exists
   */
  accept: allowed(
    'ticket.decideHeld',
    rest.post('/api/messages/{messageId}/accept', 'Accept a held mail', {
      description:
        'A mail that names a ticket but comes from somebody who takes no part in it is held: kind `held`, for staff alone. Accepted, it becomes part of the conversation; its sender joins, or with `addressOf` is one more address of that person. A personal API token sends no `addressOf`; for that log in within the last 15 minutes.',
      errors: ['wrong_status', 'ticket_closed', 'already_exists'],
      answers: 'messages.get',
    }),
  )
    .input(acceptHeldInput)
    .output(postedMessage)
    .mutation(async ({ ctx, input }) => {
      if (acceptHeldAppoints(input)) await requireAppointing(ctx)
      return ctx.run(uow => acceptHeld(uow, input))
    }),

  /** Makes a held mail a ticket of its own. @throws not_found, forbidden, wrong_status */
  split: allowed(
    'ticket.decideHeld',
    rest.post('/api/messages/{messageId}/split', 'Create a ticket from a held mail', { errors: ['wrong_status'] }),
  )
    .input(splitHeldInput)
    .output(movedMessage)
    .mutation(({ ctx, input }) => ctx.run(uow => splitHeld(uow, input))),

  /** Takes a held mail out of the ticket; the ledger keeps it. @throws not_found, forbidden, wrong_status */
  reject: allowed(
    'ticket.decideHeld',
    rest.post('/api/messages/{messageId}/reject', 'Reject a held mail', {
      description: 'Removes it from the ticket. Incoming mail keeps it, and an admin can file it from there.',
      errors: ['wrong_status'],
    }),
  )
    .input(messageRefInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => rejectHeld(uow, input))),

  /** To the ticket it was moved from. @throws not_found, forbidden, invalid_input where it was not moved */
  moveBack: allowed(
    'ticket.moveMessage',
    rest.post('/api/messages/{messageId}/move-back', 'Move a message back to its previous ticket'),
  )
    .input(messageRefInput)
    .output(movedMessage)
    .mutation(({ ctx, input }) => ctx.run(uow => moveMessageBack(uow, input))),

  /** The mail that a message came in by, as it came over the line. @throws not_found, raw_mail_gone */
  raw: allowed(
    'message.readRaw',
    rest.get('/api/messages/{messageId}/source', 'Read the start of the original mail of a message as text', {
      operationId: 'getMessageSource',
      errors: ['raw_mail_gone'],
    }),
  )
    .input(messageRefInput)
    .output(rawMail)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readRawMail(reader, input, ctx.desk.blobs))),

  /** An answer that did not arrive is mailed again, to those who did not get it. @throws as outbox.retry */
  retryDelivery: allowed(
    'ticket.reply',
    rest.post('/api/messages/{messageId}/retry', 'Send the mail of a message again', { errors: ['wrong_status'] }),
  )
    .input(messageRefInput)
    .output(delivery)
    .mutation(({ ctx, input }) => ctx.run(uow => retryDelivery(uow, input))),

  addNote: allowed('ticket.note')
    .input(noteInput)
    .output(postedMessage)
    .mutation(async ({ ctx, input }) => {
      const typed = await withCleanHtml(ctx.actor, input)
      return ctx.run(uow => addNote(uow, typed))
    }),
})
