import type { TagTicketInput, TicketVersion } from '@gotrs/contract/tickets'
import { tags, ticketTags } from '@gotrs/db/tables/tickets'
import { and, eq, inArray } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

export async function untagTicket(uow: UnitOfWork, input: TagTicketInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.tag')
  requireStatus(uow, 'tag', ticket)
  const named = uow.db.select({ id: tags.id }).from(tags).where(eq(tags.name, input.tag))
  const removed = await uow.db
    .delete(ticketTags)
    .where(and(eq(ticketTags.ticketId, ticket.id), inArray(ticketTags.tagId, named)))
    .returning({ tagId: ticketTags.tagId })
  const [tag] = removed
  if (!tag) return versionOf(uow, ticket)
  const changed = changeTicket(uow, ticket, { patch: {}, isVisible: false })
  emitAbout(uow, changed, 'ticket.untagged', { tagId: tag.tagId })
  return versionOf(uow, changed)
}
