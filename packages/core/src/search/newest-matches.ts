import type { Db } from '@gotrs/db/client'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { tickets } from '@gotrs/db/tables/tickets'
import { type SQL, sql } from 'drizzle-orm'
import { windowBelow } from './blocks.ts'
import { hasMatch, type Question } from './question.ts'

/** A ticket and its newest row that matches. */
export type Match = { ticketId: string; n: number }

/** `reached`: every match from this number on has been found; 0: all there are. */
export type Matches = { found: Match[]; reached: number }

/** `where`: a condition on `tickets`, the scope of the reader and the whole filter among it. */
type Asked = {
  question: Question
  where: SQL
  wanted: number
  before?: number | undefined
  /** Only where the head of a ticket has it: its subject, its number, its customer. */
  isInHead?: boolean
  /** What the call costs at most, see `usualCost`. */
  maxCost?: number
}

/** More than what any number of a row is. */
const beyondAll = 2 ** 50

const firstWalk = 300
const longestWalk = 3_000
/** A word in more rows than one of these is found sooner by reading the rows than by the index. */
const commonOneIn = 50
/** Rows of one step by the index, roughly; more than the limit, and the step is made again with a narrower window. */
const aimedCandidates = 400
const maxCandidates = 2_000
/** What one call costs at most: a row that is read counts 1 (4 µs), one whose ticket is looked into 15. */
const usualCost = 12_000
const costOfTicket = 15
const costOfStep = 100

type Rest = Required<Omit<Asked, 'maxCost'>>
type Step = { rows: number; candidates: number; from: number; found: Match[]; isTooWide: boolean }

/**
 * The tickets with the newest matching rows, newest first. Nothing is left to the planner, which has to guess how often
 * words occur, and takes seconds where it is wrong: rows are read one by one until it is known how often the words
 * occur, then on where they are common, and by the index of words, in ever wider windows, where they are rare. So a
 * call costs no more than `usualCost` for any question, and reports how far it came. docs/search.md has the figures.
 */
export async function newestMatches(db: Db, asked: Asked): Promise<Matches> {
  const { question, where, wanted, before = beyondAll, isInHead = false, maxCost = usualCost } = asked
  const found: Match[] = []
  let reached = before
  let cost = 0
  let seen = 0
  let hits = 0
  let width = 0
  while (found.length < wanted && reached > 0 && cost < maxCost) {
    const rest = { question, where, wanted: wanted - found.length, before: reached, isInHead }
    const isRare = seen >= firstWalk && hits * commonOneIn < seen
    if (isRare && width === 0) width = Math.floor((aimedCandidates * seen) / (hits + 3))
    const step = isRare
      ? await byIndex(db, rest, width)
      : await byWalk(db, rest, Math.min(longestWalk, Math.max(firstWalk, seen * 3)))
    if (step.isTooWide) {
      // Rows were read, and no ticket.
      cost += costOfStep + step.candidates
      width = Math.max(1, Math.floor(width / 8))
      continue
    }
    cost += costOfStep + (isRare ? step.candidates : step.rows) + step.candidates * costOfTicket
    seen += step.rows
    hits += step.candidates
    width = isRare ? nextWidth(width, step.candidates) : 0
    found.push(...step.found)
    reached = step.from
  }
  const last = found[wanted - 1]
  return { found, reached: last ? last.n : reached }
}

const nextWidth = (width: number, candidates: number): number =>
  Math.floor(width * Math.min(16, Math.max(0.25, aimedCandidates / (candidates + 1))))

/** The newest rows below a number, one by one. */
async function byWalk(db: Db, rest: Rest, length: number): Promise<Step> {
  const { question, before, isInHead } = rest
  const { rows } = await db.execute<{ rows: number; candidates: number; lowest: string | null; found: Match[] }>(sql`
    with page as materialized (
      select n, ticket_id, vector @@ ${question.match}::tsquery and ${isPartOf(isInHead)} as is_match, vector @@ ${question.index}::tsquery as is_candidate
      from ${searchRows} where n < ${before} order by n desc limit ${length})
    select count(*)::int as rows, (count(*) filter (where is_candidate))::int as candidates, min(n) as lowest,
      ${foundIn(sql`(select * from page where is_match order by n desc)`, rest)} as found
    from page`)
  const [row] = rows
  if (!row) throw new Error('An aggregate gives one row.')
  return { ...row, from: row.rows < length ? 0 : Number(row.lowest), isTooWide: false }
}

/** By the index of words: what is in the window, as long as that is little enough. */
async function byIndex(db: Db, rest: Rest, width: number): Promise<Step> {
  const { question, before, isInHead } = rest
  const window = windowBelow(before, width)
  const query = window.query === null ? question.index : `(${question.index}) & ${window.query}`
  const { rows } = await db.execute<{ candidates: number; found: Match[] }>(sql`
    with candidate as materialized (
      select n, ticket_id, ${hasMatch(sql`vector`, question)} and ${isPartOf(isInHead)} as is_match
      from ${searchRows} where vector @@ ${query}::tsquery limit ${maxCandidates + 1})
    select (select count(*) from candidate)::int as candidates,
      case when (select count(*) from candidate) <= ${maxCandidates} then ${foundIn(
        sql`(select * from candidate where is_match and n < ${before} order by n desc)`,
        rest,
      )} else '[]' end as found`)
  const [row] = rows
  if (!row) throw new Error('A row without a table is one row.')
  return { ...row, rows: before - window.from, from: window.from, isTooWide: row.candidates > maxCandidates }
}

const isPartOf = (isInHead: boolean): SQL => (isInHead ? sql`part = 'head'` : sql`true`)

/** The ticket of a row, by its id: `offset 0` keeps the planner from reading all tickets of a queue to compare them. */
export const ticketOf = (id: SQL): SQL =>
  sql`(select * from ${tickets} where ${tickets.id} = ${id} offset 0) as ${tickets}`

/** Of the given rows those whose ticket fits, each ticket at its newest row alone. Evaluated in the order of the rows. */
const foundIn = (given: SQL, { question, where, wanted, isInHead }: Rest): SQL => sql`
  coalesce((select json_agg(json_build_object('ticketId', it.ticket_id, 'n', it.n)) from (
    select given.ticket_id, given.n from ${given} given
    cross join lateral ${ticketOf(sql`given.ticket_id`)}
    where ${where} and (select true from ${searchRows} newer where newer.ticket_id = given.ticket_id
      and newer.n > given.n and not ${isInHead} and ${hasMatch(sql`newer.vector`, question)} limit 1) is null
    order by given.n desc limit ${wanted}) it), '[]')`

/** Of several questions that each suffice the one that the fewest of the newest rows have. */
export async function rarestOf(db: Db, questions: readonly Question[]): Promise<Question | undefined> {
  const longest = questions.toSorted((one, other) => other.length - one.length).slice(0, maxCompared)
  if (longest.length < 2) return longest[0]
  const counts = longest.map(({ index }) => sql`count(*) filter (where vector @@ ${index}::tsquery)::int`)
  const { rows } = await db.execute<{ counts: number[] }>(sql`
    select array[${sql.join(counts, sql`, `)}] as counts
    from (select vector from ${searchRows} order by n desc limit ${sampleLength}) newest`)
  const figures = rows[0]?.counts ?? []
  const lowest = Math.min(...figures)
  return longest[figures.indexOf(lowest)]
}

const maxCompared = 8
const sampleLength = 1_000
