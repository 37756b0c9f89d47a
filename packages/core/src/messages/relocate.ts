import { DeskError } from '@gotrs/contract/errors'
import type { TicketRef } from '@gotrs/contract/ids'
import type { MovedMessage } from '@gotrs/contract/messages'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import { conversationColumns } from '../conversation/columns.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout } from '../tickets/change.ts'
import { loadTicket, refersTo, type TicketRow } from '../tickets/load.ts'
import { requireStatus } from '../tickets/require-status.ts'
import { enterConversation } from './enter.ts'
import type { MessageRow } from './find-message.ts'

type Tickets = { source: TicketRow; target: TicketRow }

/** Both tickets of a move, always locked in one order, so that two moves that cross don't wait for each other. */
export async function lockTickets(
  uow: UnitOfWork,
  from: { ticketId: string; version?: number },
  to: TicketRef,
): Promise<Tickets> {
  const [found] = await uow.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(refersTo(to), ticketScope(uow.actor, 'ticket.read')))
  if (!found) throw new DeskError('not_found', { noun: 'ticket' })
  if (found.id === from.ticketId) {
    throw new DeskError('invalid_input', {
      issues: [{ path: 'to.ticketId', message: 'the message is already in this ticket' }],
    })
  }
  const load = (input: { ticketId: string; version?: number }) => loadTicket(uow, input, 'ticket.moveMessage')
  const isSourceFirst = from.ticketId < found.id
  const first = await load(isSourceFirst ? from : { ticketId: found.id })
  const second = await load(isSourceFirst ? { ticketId: found.id } : from)
  const both = isSourceFirst ? { source: first, target: second } : { source: second, target: first }
  for (const ticket of [both.source, both.target]) requireStatus(uow, 'moveMessage', ticket)
  return both
}

/** Moves the message, with everything that belongs to it, between two locked tickets, and writes an event on both. */
export async function relocate(
  uow: UnitOfWork,
  seen: MessageRow,
  { source, target, isBack }: Tickets & { isBack: boolean },
): Promise<MovedMessage> {
  const message = await put(uow, seen, { source, target, isBack })
  // What was held was never visible there: the customer of that ticket must not learn that it left.
  const left = await leave(uow, { ...message, kind: seen.kind }, source)
  const entered = await enterConversation(uow, message, target)
  const payload = {
    messageId: message.id,
    fromTicketId: source.id,
    fromNumber: source.number,
    toTicketId: target.id,
    toNumber: target.number,
  }
  emitAbout(uow, left, 'message.moved', { ...payload, kind: seen.kind })
  emitAbout(uow, entered, 'message.moved', { ...payload, kind: message.kind })
  if (left.status !== source.status) {
    emitAbout(uow, left, 'ticket.closed', { previousStatus: source.status, reason: 'message_moved' })
  }
  if (entered.status !== target.status) emitAbout(uow, entered, 'ticket.reopened', { previousStatus: target.status })
  return {
    messageId: message.id,
    ticketId: target.id,
    ticketNumber: target.number,
    fromTicketId: source.id,
    fromTicketNumber: source.number,
  }
}

/** Who moved it meanwhile has changed the ticket it stood in; a mail that it came or left by goes with it. */
async function put(uow: UnitOfWork, seen: MessageRow, { source, target, isBack }: Tickets & { isBack: boolean }) {
  const rule = 'by_hand'
  const reason = reasonOf(uow, seen, isBack)
  const [message] = await uow.db
    .update(messages)
    .set({
      ticketId: target.id,
      movedFromTicketId: isBack ? null : source.id,
      // Nothing that is held is moved, but to be a ticket of its own.
      kind: seen.kind === 'held' ? 'public' : seen.kind,
      threadingRule: rule,
      threadingReason: reason,
      ...(seen.suggestedTicketId === target.id ? { suggestedTicketId: null } : {}),
    })
    .where(and(eq(messages.id, seen.id), eq(messages.ticketId, source.id)))
    .returning()
  if (!message) throw new DeskError('not_found', { noun: 'message' })
  await uow.db.update(outboundMails).set({ ticketId: target.id }).where(eq(outboundMails.messageId, message.id))
  if (message.inboundMailId) {
    await uow.db
      .update(inboundMails)
      .set({ ticketId: target.id, rule, reason })
      .where(eq(inboundMails.id, message.inboundMailId))
  }
  return message
}

const before = ' Before that: '

/** Why it stood where it stood at first is kept. */
function reasonOf({ actor }: UnitOfWork, { threadingReason }: MessageRow, isBack: boolean): string {
  const who = actor.kind === 'user' ? actor.name : 'The desk'
  const first = threadingReason?.split(before).at(-1)
  return `${who} moved it ${isBack ? 'back here' : 'here'}.${first ? before + first : ''}`
}

async function leave(uow: UnitOfWork, message: MessageRow, source: TicketRow): Promise<TicketRow> {
  const isOver = source.status !== 'closed' && (await isEmptied(uow, message, source))
  const status = isOver ? 'closed' : source.status
  const columns = await conversationColumns(uow, { id: source.id, status })
  const patch = { ...columns, ...(isOver ? { status, closedAt: uow.now } : {}) }
  return changeTicket(uow, source, { patch, isVisible: message.kind === 'public' })
}

/**
 * Is nothing left of the message that created the ticket? A ticket with only notes has no question any more. The
 * customer does not learn that a note was moved; a ticket that was created for a note belongs to the note's author.
 */
async function isEmptied(uow: UnitOfWork, message: MessageRow, source: TicketRow): Promise<boolean> {
  if (message.kind === 'note' && message.authorId !== source.customerId) return false
  const [left] = await uow.db
    .select({
      isTalk: sql<boolean>`coalesce(bool_or(${messages.kind} = 'public'), false)`,
      isAny: sql<boolean>`count(*) > 0`,
    })
    .from(messages)
    .where(eq(messages.ticketId, source.id))
  return message.kind === 'public' ? !left?.isTalk : !left?.isAny
}
