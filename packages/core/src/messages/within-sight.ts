import { messages } from '@gotrs/db/tables/messages'
import { desc, eq } from 'drizzle-orm'
import type { NewMessage } from '../conversation/new-message.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { TicketRow } from '../tickets/load.ts'

/** Fewer than a ticket shows at once, so that some can come in while nobody looks. */
const inSight = 40

/**
 * The same message among the last ones of its ticket. Its sender chooses the date: above what the ticket shows nobody
 * would see it, and whoever looks at the ticket would mark it as read all the same. Old mail stays where it belongs,
 * since it is no news.
 */
export async function withinSight(uow: UnitOfWork, ticket: TicketRow, message: NewMessage): Promise<NewMessage> {
  const { placedAt, older } = message
  if (older || placedAt === null) return message
  // Nearly every mail is the last one of its ticket, and costs no statement more.
  if (ticket.lastMessageAt === null || placedAt >= ticket.lastMessageAt) return message
  const [highest] = await uow.db
    .select({ at: messages.createdAt })
    .from(messages)
    .where(eq(messages.ticketId, ticket.id))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .offset(inSight - 1)
    .limit(1)
  return highest && placedAt < highest.at ? { ...message, placedAt: highest.at } : message
}
