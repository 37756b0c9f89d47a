import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import type { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import { insertMessage, type NewMessage, placeIn } from '../conversation/new-message.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout } from '../tickets/change.ts'
import { loadTicket } from '../tickets/load.ts'

/** A ticket holds no more than these: a sender of more is flooding it. */
const maxHeld = 50

type Held = {
  ticketId: string
  authorId: string
  message: NewMessage
  /** An automatic answer: staff can read and accept it, but it asks nobody for a decision. */
  isQuiet: boolean
}

/**
 * Holds a mail in a ticket, where only staff see it until they decide. Customers do not notice, and no mail is sent.
 * False when the ticket already holds the maximum.
 */
export async function holdMessage(uow: UnitOfWork, { ticketId, authorId, message, isQuiet }: Held): Promise<boolean> {
  const ticket = await loadTicket(uow, { ticketId }, 'ticket.decideHeld')
  const [waiting] = await uow.db
    .select({ count: sql<number>`count(*)::integer` })
    .from(messages)
    .where(and(eq(messages.ticketId, ticketId), eq(messages.kind, 'held')))
  if ((waiting?.count ?? 0) >= maxHeld) return false
  const place = { ticketId, authorId, isFromStaff: false }
  const held = { ...message, kind: 'held' as const }
  const messageId = await insertMessage(uow, place, held)
  // By its place, as it is read again after a decision: old mail is no news to who has seen the ticket since.
  const heldAt = [placeIn(uow, held), ticket.lastHeldAt ?? new Date(0)]
  const lastHeldAt = new Date(Math.max(...heldAt.map(it => it.getTime())))
  const patch = isQuiet ? {} : { heldCount: ticket.heldCount + 1, lastHeldAt }
  const changed = changeTicket(uow, ticket, { patch, isVisible: false })
  emitAbout(uow, changed, 'message.held', { messageId, isQuiet })
  return true
}

/** What asks for a decision in the ticket, and since when: automatic answers and old mail asked for as closed do not. Read again after each decision. */
export async function heldColumns(
  uow: UnitOfWork,
  ticketId: string,
): Promise<Pick<typeof tickets.$inferSelect, 'heldCount' | 'lastHeldAt'>> {
  const [row] = await uow.db
    .select({
      heldCount: sql<number>`count(*)::integer`,
      lastHeldAt: sql<Date | null>`max(${messages.createdAt})`.mapWith(messages.createdAt),
    })
    .from(messages)
    .leftJoin(inboundMails, eq(inboundMails.id, messages.inboundMailId))
    .where(
      and(
        eq(messages.ticketId, ticketId),
        eq(messages.kind, 'held'),
        sql`coalesce(${inboundMails.outcome}, 'held') <> 'auto_reply'`,
        sql`${inboundMails.older} is distinct from 'closed'`,
      ),
    )
  return row ?? { heldCount: 0, lastHeldAt: null }
}
