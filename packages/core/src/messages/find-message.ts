import { DeskError } from '@gotrs/contract/errors'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

export type MessageRow = typeof messages.$inferSelect

/** A message that the reader may see; unreadable looks as missing. @throws DeskError `not_found` */
export async function findMessage(reader: Reader, messageId: string): Promise<MessageRow> {
  const isSeen = isStaffActor(reader.actor) ? undefined : eq(messages.kind, 'public')
  const [found] = await reader.db
    .select({ message: messages })
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .where(and(eq(messages.id, messageId), ticketScope(reader.actor, 'ticket.read'), isSeen))
  if (!found) throw new DeskError('not_found', { noun: 'message' })
  return found.message
}
