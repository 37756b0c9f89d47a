import { followTicketInput } from '@gotrs/contract/followers'
import { postedMessage } from '@gotrs/contract/messages'
import { addParticipantInput, removeParticipantInput } from '@gotrs/contract/participants'
import {
  assignTicketInput,
  createTicketInput,
  deleteTicketInput,
  listTicketsInput,
  markReadInput,
  moveTicketInput,
  renameTicketInput,
  setPriorityInput,
  snoozeTicketInput,
  tagTicketInput,
  ticketCounts,
  ticketDetail,
  ticketPage,
  ticketRefInput,
  ticketVerbInput,
  ticketVersion,
} from '@gotrs/contract/tickets'
import { undoTicketInput } from '@gotrs/contract/undo'
import { withCleanHtml } from '@gotrs/core/conversation/clean-html'
import { assignTicket } from '@gotrs/core/tickets/assign'
import { closeTicket } from '@gotrs/core/tickets/close'
import { countTickets } from '@gotrs/core/tickets/count'
import { createTicket } from '@gotrs/core/tickets/create'
import { deleteTicket } from '@gotrs/core/tickets/delete'
import { readTicket } from '@gotrs/core/tickets/detail'
import { followTicket, unfollowTicket } from '@gotrs/core/tickets/followers'
import { listOptionsOf, listTickets } from '@gotrs/core/tickets/list'
import { markTicketRead } from '@gotrs/core/tickets/mark-read'
import { moveTicket } from '@gotrs/core/tickets/move'
import { openTicket } from '@gotrs/core/tickets/open'
import { addParticipant, removeParticipant } from '@gotrs/core/tickets/participants'
import { renameTicket } from '@gotrs/core/tickets/rename'
import { reopenTicket } from '@gotrs/core/tickets/reopen'
import { resolveTicket } from '@gotrs/core/tickets/resolve'
import { setPriority } from '@gotrs/core/tickets/set-priority'
import { snoozeTicket, wakeTicket } from '@gotrs/core/tickets/snooze'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { takeTicket } from '@gotrs/core/tickets/take'
import { undoAct } from '@gotrs/core/tickets/undo'
import { untagTicket } from '@gotrs/core/tickets/untag'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'
import { listTicketsText } from './list-tickets-text.ts'

/** Every verb with a `version` answers a stale one with `ticket_changed` and what changed. */
export const ticketsRouter = router({
  /** Tickets the caller may read, keyset-paged. @throws invalid_filter, invalid_cursor */
  list: allowed(
    'ticket.read',
    rest.get('/api/tickets', 'List tickets', {
      description: listTicketsText,
      errors: ['invalid_filter', 'invalid_cursor', 'search_too_slow'],
    }),
  )
    .input(listTicketsInput)
    .output(ticketPage)
    .query(({ ctx, input }) => ctx.desk.list(ctx.actor, reader => listTickets(reader, input), listOptionsOf(input))),

  /** How many open and done tickets the caller may read. */
  counts: allowed(
    'ticket.read',
    rest.get('/api/tickets/counts', 'Count your tickets', {
      operationId: 'countOpenAndDoneTickets',
      description: 'As many as `q=is:open` and `q=is:done` list. A figure stops at 1000.',
    }),
  )
    .output(ticketCounts)
    .query(({ ctx }) => ctx.desk.list(ctx.actor, countTickets, { isPlannedOnce: true })),

  /** One ticket with its latest messages and timeline; by id or number. @throws not_found */
  get: allowed(
    'ticket.read',
    rest.get('/api/tickets/{ticketId}', 'Read a ticket', {
      description:
        '`ticketId` is the UUID or the number. With its latest messages, timeline, people in copy and links.',
    }),
  )
    .input(ticketRefInput)
    .output(ticketDetail)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readTicket(reader, input))),

  create: allowed(
    'ticket.create',
    rest.create('/api/tickets', 'Create a ticket', {
      description:
        'Send `message` or `html`, not both. Staff may name a customer by `customerEmail`, and a queue; without a customer the ticket is their own. `isMailed` also sends the message to the customer by mail.',
      errors: ['forbidden', 'not_found', 'attachment_unavailable'],
      answers: 'tickets.get',
      example: {
        title: 'The printer on the second floor',
        message: 'It smokes.',
        priority: 'high',
        queue: 'Support',
        customerEmail: 'omar@acme.example',
        customerName: 'Omar Haddad',
      },
    }),
  )
    .input(createTicketInput)
    .output(postedMessage)
    .mutation(async ({ ctx, input }) => {
      const typed = await withCleanHtml(ctx.actor, input)
      return ctx.run(uow => createTicket(uow, typed))
    }),

  /** @throws assignee_not_in_queue */
  assign: allowed('ticket.assign')
    .input(assignTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => assignTicket(uow, input))),

  /** Assign to oneself; a new ticket becomes open. */
  take: allowed(
    'ticket.assign',
    rest.put('/api/tickets/{ticketId}/assignee/me', 'Take a ticket', {
      errors: ['wrong_status', 'ticket_changed'],
      answers: 'tickets.get',
    }),
  )
    .input(ticketVerbInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => takeTicket(uow, input))),

  setPriority: allowed('ticket.setPriority')
    .input(setPriorityInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => setPriority(uow, input))),

  move: allowed('ticket.move')
    .input(moveTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => moveTicket(uow, input))),

  /** @throws not_found, forbidden, ticket_closed, invalid_input */
  addParticipant: allowed(
    'ticket.addParticipant',
    rest.post('/api/tickets/{ticketId}/participants', 'Add a person in copy to a ticket', {
      description: 'They get the answers by mail, and what they write by mail becomes part of the conversation.',
      errors: ['ticket_closed'],
      example: { email: 'nora@acme.example' },
      answers: 'tickets.get',
    }),
  )
    .input(addParticipantInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => addParticipant(uow, input))),

  /** @throws not_found, forbidden, ticket_closed */
  removeParticipant: allowed(
    'ticket.addParticipant',
    rest.delete('/api/tickets/{ticketId}/participants/{userId}', 'Remove a person in copy from a ticket', {
      errors: ['ticket_closed'],
      answers: 'tickets.get',
    }),
  )
    .input(removeParticipantInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => removeParticipant(uow, input))),

  /** The caller, or a colleague who may read the ticket, gets its news. */
  follow: allowed(
    'ticket.follow',
    rest.post('/api/tickets/{ticketId}/follow', 'Follow a ticket', {
      description:
        'You get its news as its assignee does. With `userId` a colleague follows it, who must be active staff and may read it.',
      answers: 'tickets.get',
    }),
  )
    .input(followTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => followTicket(uow, input))),

  unfollow: allowed(
    'ticket.follow',
    rest.post('/api/tickets/{ticketId}/unfollow', 'Stop following a ticket', {
      description: 'With `userId` a colleague gets no more news of it. Nothing happens where nobody followed.',
      answers: 'tickets.get',
    }),
  )
    .input(followTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => unfollowTicket(uow, input))),

  tag: allowed('ticket.tag')
    .input(tagTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => tagTicket(uow, input))),

  untag: allowed('ticket.tag')
    .input(tagTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => untagTicket(uow, input))),

  rename: allowed('ticket.rename')
    .input(renameTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => renameTicket(uow, input))),

  /** For customers: "this solved it". */
  resolve: allowed('ticket.resolve')
    .input(ticketVerbInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => resolveTicket(uow, input))),

  close: allowed('ticket.close')
    .input(ticketVerbInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => closeTicket(uow, input))),

  reopen: allowed('ticket.reopen')
    .input(ticketVerbInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => reopenTicket(uow, input))),

  /** Moves a new ticket to open without an answer or an assignment. */
  open: allowed('ticket.assign')
    .input(ticketVerbInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => openTicket(uow, input))),

  /** Removes it from the open lists until a time; the customer's reply wakes it earlier. @throws wrong_status */
  snooze: allowed(
    'ticket.snooze',
    rest.post('/api/tickets/{ticketId}/snooze', 'Snooze a ticket', {
      description:
        'It leaves the open lists and counts, and comes back at `until`, by `wake`, or when the customer writes. Customers do not notice.',
      errors: ['wrong_status', 'ticket_changed'],
      answers: 'tickets.get',
    }),
  )
    .input(snoozeTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => snoozeTicket(uow, input))),

  wake: allowed(
    'ticket.snooze',
    rest.post('/api/tickets/{ticketId}/wake', 'Wake a snoozed ticket', {
      description: 'Brings it back to the open lists now. A ticket that is not snoozed stays as it is.',
      errors: ['ticket_changed'],
      answers: 'tickets.get',
    }),
  )
    .input(ticketVerbInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => wakeTicket(uow, input))),

  /** Takes back what one transaction did to the ticket. @throws cannot_undo, assignee_not_in_queue */
  undo: allowed(
    'ticket.undo',
    rest.post('/api/tickets/{ticketId}/undo', 'Undo a change of a ticket', {
      description:
        'Within 24 hours, and only where nobody has changed the same since. Everything that happened to the ticket together with the event is undone, or nothing. Messages cannot be undone. An undo can be undone too.',
      errors: ['cannot_undo', 'wrong_status', 'assignee_not_in_queue'],
      example: { eventId: '01a19b7c-a683-7000-8008-d4cd933251fe' },
      answers: 'tickets.get',
    }),
  )
    .input(undoTicketInput)
    .output(ticketVersion)
    .mutation(({ ctx, input }) => ctx.run(uow => undoAct(uow, input))),

  /**
   * Deletes the ticket for good, with messages, files and mails; the reason is kept for a year. @throws wrong_status
   */
  delete: allowed(
    'ticket.delete',
    rest.delete('/api/tickets/{ticketId}', 'Delete a ticket for good', {
      description:
        'For admins. Messages, files and mails go with it; its events and who deleted it stay in the audit log, `reason` is kept for a year.',
      errors: ['wrong_status'],
    }),
  )
    .input(deleteTicketInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => deleteTicket(uow, input))
      return isDone
    }),

  /** The caller has seen what the customer wrote. */
  markRead: allowed('ticket.readStaff', rest.put('/api/tickets/{ticketId}/read', 'Mark a ticket as read'))
    .input(markReadInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => markTicketRead(uow, input))
      return isDone
    }),
})
