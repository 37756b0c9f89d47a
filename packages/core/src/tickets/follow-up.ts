import { ticketLinks } from '@gotrs/db/tables/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { createTicketWithMessage, type NewTicket, type Opened } from './create-with-message.ts'
import type { TicketRow } from './load.ts'

/** What a customer writes to a closed ticket: a new one for the same people, linked both ways. */
export async function openFollowUp(
  uow: UnitOfWork,
  closed: TicketRow,
  written: Pick<NewTicket, 'authorId' | 'message' | 'spamReason'> & { participantIds: string[] },
): Promise<Opened> {
  const opened = await createTicketWithMessage(uow, {
    title: closed.title,
    queueId: closed.queueId,
    priority: closed.priority,
    channel: written.message.channel,
    customerId: closed.customerId,
    ...written,
  })
  await linkTickets(
    uow,
    { id: closed.id, number: closed.number },
    { id: opened.ticketId, number: opened.ticketNumber },
    opened.version,
  )
  return opened
}

type End = { id: string; number: number }

async function linkTickets(uow: UnitOfWork, closed: End, followUp: End, version: number): Promise<void> {
  await uow.db.insert(ticketLinks).values([
    { ticketId: closed.id, linkedTicketId: followUp.id, kind: 'follow_up' },
    { ticketId: followUp.id, linkedTicketId: closed.id, kind: 'follows' },
  ])
  const about = { ticketId: followUp.id, ticketVersion: version }
  uow.emit('ticket.linked', { linkedTicketId: closed.id, linkedNumber: closed.number, kind: 'follows' }, about)
}
