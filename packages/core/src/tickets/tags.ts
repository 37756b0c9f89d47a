import { tags, tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { and, asc, count, desc, eq, like } from 'drizzle-orm'
import { escapeLike } from '../kernel/like.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** Tags that start with the text, most used first, at most 20; only of tickets that the reader may see, because a tag reveals its ticket. */
export async function listTags(reader: Reader, { text }: { text: string }): Promise<string[]> {
  requireGrant(reader, 'tag.list')
  const rows = await reader.db
    .select({ name: tags.name, uses: count(ticketTags.ticketId) })
    .from(tags)
    .innerJoin(ticketTags, eq(ticketTags.tagId, tags.id))
    .innerJoin(tickets, eq(tickets.id, ticketTags.ticketId))
    .where(and(like(tags.name, `${escapeLike(text)}%`), ticketScope(reader.actor, 'ticket.readStaff')))
    .groupBy(tags.id)
    .orderBy(desc(count(ticketTags.ticketId)), asc(tags.name))
    .limit(20)
  return rows.map(row => row.name)
}
