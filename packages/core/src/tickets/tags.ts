import { tags, tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { eq, type SQL, sql } from 'drizzle-orm'
import { escapeLike } from '../kernel/like.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** How often a tag is used is counted among the newest uses of all tags. */
const newestUses = sql.raw('2000')
/** A tag that is not among them is offered where one of its own newest uses is in a ticket that the reader may see. */
const candidates = sql.raw('40')
const ownUses = sql.raw('50')

/**
 * Tags that start with the text, those most used lately first, at most 20; only of tickets that the reader may see,
 * because a tag reveals its ticket. It costs the same however many tickets have tags.
 */
export async function listTags(reader: Reader, { text }: { text: string }): Promise<string[]> {
  requireGrant(reader, 'tag.list')
  const scope = ticketScope(reader.actor, 'ticket.readStaff')
  const { rows } = await reader.db.execute<{ name: string }>(sql`
    with used as (select newest.tag_id, count(*) as uses from (${usesOf(sql`true`, newestUses)}) newest
        ${inSight(scope)} group by newest.tag_id),
      matching as (select ${tags.id}, ${tags.name}, coalesce(used.uses, 0) as uses
        from ${tags} left join used on used.tag_id = ${tags.id}
        where ${tags.name} like ${`${escapeLike(text)}%`} order by uses desc, ${tags.name} limit ${candidates})
    select name::text from matching
    where uses > 0 or exists (select 1 from (${usesOf(sql`${ticketTags.tagId} = matching.id`, ownUses)}) newest ${inSight(scope)})
    order by uses desc, name limit 20`)
  return rows.map(row => row.name)
}

/** The ids of tickets are in the order in which these were made. */
const usesOf = (which: SQL, most: SQL) => sql`select ${ticketTags.ticketId}, ${ticketTags.tagId} from ${ticketTags}
  where ${which} order by ${ticketTags.ticketId} desc limit ${most}`

const inSight = (scope: SQL) => sql`join ${tickets} on ${eq(tickets.id, sql`newest.ticket_id`)} where ${scope}`
