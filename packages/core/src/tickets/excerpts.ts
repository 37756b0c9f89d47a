import type { Filter } from '@gotrs/contract/filter/ast'
import { conditionsOf } from '@gotrs/contract/filter/limits'
import type { MessageKind } from '@gotrs/contract/messages'
import { excerptOf } from '@gotrs/contract/search/excerpt'
import { phrasesOf } from '@gotrs/contract/search/phrase'
import type { SearchMatch } from '@gotrs/contract/tickets'
import { messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { hasMatch, questionOf } from '../search/question.ts'
import { readableRows } from './filter-sql/text.ts'

/** What is read of a message to show an excerpt of it. */
const maxCharacters = 4_000

/** Where the words of a search are: the newest message of each ticket that has one of them, as far as the reader may. */
export async function excerptsOf(reader: Reader, filter: Filter, ticketIds: readonly string[]): Promise<SearchMatch[]> {
  const texts = conditionsOf(filter).filter(it => it.field === 'text')
  if (texts.length === 0 || ticketIds.length === 0) return []
  const match = texts.map(it => `(${questionOf(it).match})`).join(' | ')
  const { rows } = await reader.db.execute<Row>(newest(reader, match, ticketIds))
  const phrases = texts.flatMap(it => phrasesOf(it.contains, it.isExact ?? false))
  return rows.map(row => ({
    ticketId: row.ticket_id,
    messageId: row.message_id,
    kind: row.kind,
    authorName: row.author_name,
    at: new Date(row.at).toISOString(),
    excerpt: excerptOf(withoutQuoteMarks(row.text), phrases),
  }))
}

type Row = { ticket_id: string; message_id: string; kind: MessageKind; author_name: string; at: string; text: string }

/** `> > So did mine` → `So did mine`: an excerpt is one line, in which the marks of quoted lines say nothing. */
export const withoutQuoteMarks = (text: string) => text.replace(/^[ \t]*(?:>[ \t]?)+/gm, '')

const newest = (reader: Reader, match: string, ticketIds: readonly string[]): SQL => sql`
  select asked.ticket_id, ${messages.id} as message_id, ${messages.kind} as kind, ${messages.createdAt} as at,
    ${authorName(reader)} as author_name,
    left(${messages.text} || chr(10) || coalesce(${messages.quotedText}, ''), ${maxCharacters}) as text
  from unnest(${sql.param([...ticketIds])}::uuid[]) asked (ticket_id)
  cross join lateral (select words.message_id from ${searchRows} words
    where words.ticket_id = asked.ticket_id and words.message_id is not null and ${readableRows(reader, sql`words`)}
      and ${hasMatch(sql`words.vector`, { match })} order by words.n + 0 desc limit 1) found
  join ${messages} on ${messages.id} = found.message_id and ${messages.ticketId} = asked.ticket_id
    and ${isStaffActor(reader.actor) ? sql`true` : sql`${messages.kind} = 'public'`}
  join ${users} on ${users.id} = ${messages.authorId}`

/** Customers see no address of staff. */
const authorName = (reader: Reader): SQL =>
  isStaffActor(reader.actor) ? sql`coalesce(nullif(${users.name}, ''), ${users.email}::text)` : sql`${users.name}`
