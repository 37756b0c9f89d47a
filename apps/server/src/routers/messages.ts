import { listMessagesInput, messagePage, noteInput, postedMessage, replyInput } from '@gotrs/contract/messages'
import { addNote } from '@gotrs/core/messages/add-note'
import { listMessages } from '@gotrs/core/messages/queries'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { allowed, router } from '../trpc.ts'

export const messagesRouter = router({
  /** Earlier messages of a ticket; notes for staff only. */
  list: allowed('ticket.read')
    .input(listMessagesInput)
    .output(messagePage)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => listMessages(reader, input))),

  /**
   * A public answer, mailed to the customer and those in copy when staff write it. A customer's reply to a closed ticket
   * starts a linked follow-up: `ticketId` of the answer tells which. @throws ticket_changed, ticket_closed, no_recipient
   */
  reply: allowed('ticket.reply')
    .input(replyInput)
    .output(postedMessage)
    .mutation(({ ctx, input }) => ctx.desk.run(ctx.actor, uow => replyToTicket(uow, input))),

  addNote: allowed('ticket.note')
    .input(noteInput)
    .output(postedMessage)
    .mutation(({ ctx, input }) => ctx.desk.run(ctx.actor, uow => addNote(uow, input))),
})
