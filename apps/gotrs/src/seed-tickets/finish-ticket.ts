import type { Pen } from './pen.ts'
import { indexHead } from './search-rows.ts'
import type { Ticket } from './ticket.ts'

/** Its own row and those that hold its latest state, once nothing more happens to it. */
export function finishTicket(pen: Pen, ticket: Ticket): void {
  const { rows } = pen
  const { row, copied, reads } = ticket
  const at = (row.createdAt as Date).getTime()
  rows.add('tickets', row, at)
  indexHead(pen, ticket)
  for (const { id } of copied) rows.add('ticketParticipants', { ticketId: row.id, userId: id }, at)
  for (const [userId, readAt] of reads) {
    rows.add('ticketReads', { userId, ticketId: row.id, readAt: new Date(readAt) }, readAt)
  }
}
