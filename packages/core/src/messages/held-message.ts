import { DeskError } from '@gotrs/contract/errors'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { loadTicket, type TicketRow } from '../tickets/load.ts'
import { findMessage, type MessageRow } from './find-message.ts'

/**
 * A held message with its ticket, locked. Two who decide at once: the second finds it decided.
 * @throws DeskError `not_found`, `forbidden`, `wrong_status`
 */
export async function loadHeld(
  uow: UnitOfWork,
  messageId: string,
): Promise<{ message: MessageRow; ticket: TicketRow }> {
  const { ticketId } = await findMessage(uow, messageId)
  const ticket = await loadTicket(uow, { ticketId }, 'ticket.decideHeld')
  const [message] = await uow.db.select().from(messages).where(eq(messages.id, messageId)).for('update')
  if (!message || message.ticketId !== ticketId) throw new DeskError('not_found', { noun: 'message' })
  if (message.kind !== 'held') {
    const reason = 'This message is not held: somebody has decided on it already, or it never was.'
    throw new DeskError('wrong_status', { noun: 'message', reason })
  }
  return { message, ticket }
}

/** Who decided, written before why it was held. */
export function decided({ actor }: UnitOfWork, { threadingReason }: MessageRow, what: string) {
  const who = actor.kind === 'user' ? actor.name : 'The desk'
  return { threadingReason: `${who} ${what}.${threadingReason ? ` Before that: ${threadingReason}` : ''}` }
}

/** How the mail behind the message ended, once staff have decided. */
export async function recordDecision(
  uow: UnitOfWork,
  { inboundMailId }: MessageRow,
  set: Partial<Pick<typeof inboundMails.$inferInsert, 'outcome' | 'reason' | 'ticketId'>>,
): Promise<void> {
  if (inboundMailId) await uow.db.update(inboundMails).set(set).where(eq(inboundMails.id, inboundMailId))
}
