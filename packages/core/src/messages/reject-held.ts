import type { TicketVersion } from '@gotrs/contract/tickets'
import { messages } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from '../tickets/change.ts'
import { decided, loadHeld, recordDecision } from './held-message.ts'
import { heldColumns } from './hold.ts'

/**
 * Takes a held mail out of the ticket. The mail stays in the ledger with its bytes, from where an admin can file it again.
 * @throws DeskError `not_found`, `forbidden`, `wrong_status`
 */
export async function rejectHeld(uow: UnitOfWork, { messageId }: { messageId: string }): Promise<TicketVersion> {
  const { message, ticket } = await loadHeld(uow, messageId)
  const { threadingReason: reason } = decided(uow, message, 'rejected it')
  await recordDecision(uow, message, { outcome: 'rejected', reason })
  await uow.db.delete(messages).where(eq(messages.id, message.id))
  const held = await heldColumns(uow, ticket.id)
  // A ticket that only this mail had opened has no question any more.
  const isOver = ticket.isHeld && held.heldCount === 0
  const closed = isOver ? { status: 'closed' as const, closedAt: uow.now, waitingSince: null } : {}
  const changed = changeTicket(uow, ticket, { patch: { ...held, ...closed }, isVisible: false })
  emitAbout(uow, changed, 'message.rejected', { messageId, inboundMailId: message.inboundMailId })
  if (isOver && ticket.status !== 'closed') {
    emitAbout(uow, changed, 'ticket.closed', { previousStatus: ticket.status, reason: 'message_rejected' })
  }
  return versionOf(uow, changed)
}
