import { messages } from '@gotrs/db/tables/messages'
import { desc, eq } from 'drizzle-orm'
import type { NewMessage } from '../conversation/new-message.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { TicketRow } from '../tickets/load.ts'

/** Fewer than a ticket shows at once, so that there is room for messages that arrive meanwhile. */
const visibleCount = 40

/**
 * Places the message among the last ones of its ticket. The sender chooses the date of a mail: with an early one, nobody
 * would see the message, and opening the ticket would still mark it as read. Older mail of a new mailbox keeps its place.
 */
export async function keepVisible(uow: UnitOfWork, ticket: TicketRow, message: NewMessage): Promise<NewMessage> {
  const { placedAt, older } = message
  if (older || placedAt === null) return message
  // Nearly every mail is the last one of its ticket, and needs no further statement.
  if (ticket.lastMessageAt === null || placedAt >= ticket.lastMessageAt) return message
  const [highest] = await uow.db
    .select({ at: messages.createdAt })
    .from(messages)
    .where(eq(messages.ticketId, ticket.id))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .offset(visibleCount - 1)
    .limit(1)
  return highest && placedAt < highest.at ? { ...message, placedAt: highest.at } : message
}
