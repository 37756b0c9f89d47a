import { DeskError } from '@gotrs/contract/errors'
import type { listMessagesInput, Message, MessagePage } from '@gotrs/contract/messages'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, exists } from 'drizzle-orm'
import type { z } from 'zod'
import { pageOfMessages, selectMessages, showMessage, visibleTo } from '../conversation/show-messages.ts'
import { withWaits } from '../conversation/waits.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { refersTo } from '../tickets/load.ts'

/** Earlier messages of a ticket the reader may see. @throws DeskError `not_found`, `invalid_cursor` */
export async function listMessages(reader: Reader, input: z.output<typeof listMessagesInput>): Promise<MessagePage> {
  const [ticket] = await reader.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(refersTo(input.ticketId), ticketScope(reader.actor, 'ticket.read')))
  if (!ticket) throw new DeskError('not_found', { noun: 'ticket' })
  return pageOfMessages(reader, ticket.id, input.limit, input.cursor)
}

/** One message of a ticket the reader may see; a note for staff alone. @throws DeskError `not_found` */
export async function readMessage(reader: Reader, messageId: string): Promise<Message> {
  const mayRead = reader.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.id, messages.ticketId), ticketScope(reader.actor, 'ticket.read')))
  const [row] = await selectMessages(reader).where(and(eq(messages.id, messageId), visibleTo(reader), exists(mayRead)))
  if (!row) throw new DeskError('not_found', { noun: 'message' })
  const shown = showMessage(reader, row)
  const [message = shown] = await withWaits(reader, [shown])
  return message
}
