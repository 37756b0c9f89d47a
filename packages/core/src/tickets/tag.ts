import type { TagTicketInput, TicketVersion } from '@gotrs/contract/tickets'
import { tags, ticketTags } from '@gotrs/db/tables/tickets'
import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

/** Adds a tag, made known if it is new. */
export async function tagTicket(uow: UnitOfWork, input: TagTicketInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.tag')
  requireStatus(uow, 'tag', ticket)
  const [tag] = await uow.db
    .insert(tags)
    .values({ id: uow.newId(), name: input.tag })
    // The no-op update makes the row of a known tag come back.
    .onConflictDoUpdate({ target: tags.name, set: { name: sql`excluded.name` } })
    .returning({ id: tags.id })
  if (!tag) throw new Error('A tag was neither found nor made')
  const added = await uow.db
    .insert(ticketTags)
    .values({ ticketId: ticket.id, tagId: tag.id })
    .onConflictDoNothing()
    .returning({ tagId: ticketTags.tagId })
  if (added.length === 0) return versionOf(uow, ticket)
  const changed = changeTicket(uow, ticket, { patch: {}, isVisible: false })
  emitAbout(uow, changed, 'ticket.tagged', { tagId: tag.id })
  return versionOf(uow, changed)
}
