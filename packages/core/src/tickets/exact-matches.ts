import type { Filter } from '@gotrs/contract/filter/ast'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { tickets } from '@gotrs/db/tables/tickets'
import { withoutReplyPrefix } from '@gotrs/mail/reply-subject'
import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { newestMatches } from '../search/newest-matches.ts'
import { type Question, questionsOf } from '../search/question.ts'
import { subjectMark } from '../search/vector.ts'
import { compileFilter } from './compile-filter.ts'
import { idArray } from './filter-sql/ids.ts'
import type { Found } from './filter-sql/look-up.ts'

const most = 5

/**
 * The tickets that a text names as it is: by number, or by its whole subject, whatever a filter would make of the text.
 * They come first. `others`: what the call asks for beside the text.
 */
export async function exactMatches(reader: Reader, text: string, others: Filter, { names }: Found): Promise<string[]> {
  const number = /^\s*#?(\d{1,9})\s*$/.exec(text)?.[1]
  // Also of what somebody pasted from an answer.
  const marks = [text, withoutReplyPrefix(text)].flatMap(subject => subjectMark(subject) ?? [])
  const named: SQL[] = []
  if (Number(number) > 0) named.push(eq(tickets.number, Number(number)))
  if (marks.length > 0)
    named.push(
      sql`${tickets.id} = any(array(select ticket_id from ${searchRows} where vector @@ ${marks.map(mark => `'${mark}'`).join(' | ')}::tsquery limit 300))`,
    )
  if (named.length === 0) return []
  const scope = ticketScope(reader.actor, 'ticket.read')
  // What is named first: `offset 0` keeps the planner from reading all tickets of a queue to compare them.
  const { rows: found } = await reader.db.execute<{ id: string }>(sql`
    select ${tickets.id} from (select * from ${tickets} where ${or(...named)} offset 0) as ${tickets}
    where ${scope} and ${compileFilter(reader, others, names)}
    order by ${tickets.updatedAt} desc, ${tickets.id} desc limit ${most}`)
  return found.map(({ id }) => id)
}

/** What looking for them costs at most: a quarter of what the search may (`newestMatches`). */
const headCost = 3_000

/** The index gathers every row with a short word: the longest words, which are the rarest, say enough. */
const mostByIndex = 3

/**
 * The newest tickets that have every word in their subject, number or customer: a word there says more than one in a text,
 * so that these come before the rest. For staff; the few tickets of a customer are all looked into.
 */
export async function headMatches(
  reader: Reader,
  filter: Filter,
  { names }: Found,
  exact: readonly string[],
): Promise<string[]> {
  const questions = questionsOf(filter)
  if (!isStaffActor(reader.actor) || questions.length === 0) return []
  const every = (of: 'match' | 'index', asked: readonly Question[]) => asked.map(it => `(${it[of]})`).join(' & ')
  const rarest = questions.toSorted((one, other) => other.length - one.length).slice(0, mostByIndex)
  const question = { match: every('match', questions), index: every('index', rarest), length: 0 }
  const scope = ticketScope(reader.actor, 'ticket.read')
  const where = and(scope, compileFilter(reader, filter, names), sql`${tickets.id} <> all(${idArray(exact)})`) ?? scope
  const { found } = await newestMatches(reader.db, { question, where, wanted: most, isInHead: true, maxCost: headCost })
  return found.map(({ ticketId }) => ticketId)
}
