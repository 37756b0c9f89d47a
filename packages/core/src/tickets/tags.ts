import { tags, ticketTags } from '@gotrs/db/tables/tickets'
import { asc, count, desc, eq, like } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'
import { escapeLike } from './compile-filter.ts'

/** Tags that start with the text, most used first, at most 20. */
export async function listTags(reader: Reader, { text }: { text: string }): Promise<string[]> {
  const rows = await reader.db
    .select({ name: tags.name, uses: count(ticketTags.ticketId) })
    .from(tags)
    .leftJoin(ticketTags, eq(ticketTags.tagId, tags.id))
    .where(like(tags.name, `${escapeLike(text)}%`))
    .groupBy(tags.id)
    .orderBy(desc(count(ticketTags.ticketId)), asc(tags.name))
    .limit(20)
  return rows.map(row => row.name)
}
