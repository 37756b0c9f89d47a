import { DeskError } from '@gotrs/contract/errors'
import { type Db, dbOf } from '@gotrs/db/client'
import type pg from 'pg'
import { type Actor, isStaffActor } from './actor.ts'
import { createConcurrencyLimit, runWithinLimit } from './concurrency-limit.ts'
import { actingIn, openRecord, requirePermissionCheck } from './permission-record.ts'
import { hasSqlState, sqlState } from './sql-state.ts'
import type { Reader } from './unit-of-work.ts'

/**
 * `isSearch`: the list searches texts or names. `isPlannedOnce`: its prepared statements are planned once for each
 * connection, without their values. Left to itself, Postgres plans one with an array each time.
 */
export type ListOptions = { isSearch?: boolean; isPlannedOnce?: boolean }

/** @throws DeskError `search_too_slow` when Postgres has not answered in time, `too_many_requests` */
export type List = <T>(actor: Actor, work: (reader: Reader) => Promise<T>, options?: ListOptions) => Promise<T>

export type Read = <T>(actor: Actor, work: (reader: Reader) => Promise<T>) => Promise<T>

/** How long one statement of a list may take. */
export const maxListMs = 2_000

/**
 * One message. All statements of a list see the same snapshot, so that the second one reads the rows that the first found.
 * - work_mem: the matches of a search are in a hash table; one that does not fit would be searched once per row instead.
 * - enable_seqscan: for "the first 50 of many" the planner expects to find them early in the table, and reads all of it.
 * - enable_incremental_sort: the same with an index on a time, where it reads many rows that do not match.
 */
const beginList = `begin isolation level repeatable read read only; set local statement_timeout = ${maxListMs};
  set local work_mem = '16MB'; set local enable_seqscan = off; set local enable_incremental_sort = off;`
/** A search sets the order of its reads itself, because the planner does not know how often a word occurs. */
const asSearch = 'set local enable_hashjoin = off; set local enable_mergejoin = off; set local jit = off;'
export const plannedOnce = 'set local plan_cache_mode = force_generic_plan;'
/** The statements after it are planned as Postgres finds best, with or without their values. */
export const plannedAsUsual = 'set local plan_cache_mode = auto;'

const readLimits = { perPerson: 4, total: Number.POSITIVE_INFINITY, maxWaiting: 100, waitMs: 5_000 }
/** Keeps most connections of the pool free for other work. Twelve people can each search for 2 s before one times out. */
const searchLimits = { perPerson: 2, total: 3, maxWaiting: 20, waitMs: 9_000 }

type Parts = { pool: pg.Pool; now(): Date }

/** The two ways to read. Both limit the connections of one person; a list also has a time limit. */
export function boundedReads(parts: Parts, db: Db) {
  const reads = createConcurrencyLimit(readLimits)
  // Separate limits: a customer's search is cheap, and must not wait for those of staff, which search all tickets.
  const searches = { customers: createConcurrencyLimit(searchLimits), staff: createConcurrencyLimit(searchLimits) }
  const read: Read = (actor, work) => runWithinLimit(reads, actor, () => readAs(actor, { db, now: parts.now() }, work))
  const list: List = (actor, work, { isSearch = false, isPlannedOnce = false } = {}) => {
    const limit = isSearch ? searches[isStaffActor(actor) ? 'staff' : 'customers'] : reads
    const begin = `${beginList} ${isSearch ? asSearch : ''} ${isPlannedOnce ? plannedOnce : ''}`
    return runWithinLimit(limit, actor, () => withTimeout(parts, actor, work, begin))
  }
  return { read, list }
}

/** The settings end with the transaction, so a pooler between the desk and Postgres may share the connection. */
async function withTimeout<T>(
  parts: Parts,
  actor: Actor,
  work: (reader: Reader) => Promise<T>,
  begin: string,
): Promise<T> {
  const client = await parts.pool.connect()
  let broken: Error | undefined
  try {
    // Sent together with the first statement.
    const begun = client.query(begin)
    begun.catch(() => {})
    const result = await readAs(actor, { db: dbOf(client), now: parts.now() }, work)
    await Promise.all([begun, client.query('commit')])
    return result
  } catch (error) {
    await client.query('rollback').catch(failure => {
      broken = failure
    })
    throw hasSqlState(error, sqlState.queryCancelled)
      ? new DeskError('search_too_slow', { seconds: maxListMs / 1000 })
      : error
  } finally {
    client.release(broken)
  }
}

export async function readAs<T>(
  actor: Actor,
  at: Omit<Reader, 'actor'>,
  work: (reader: Reader) => Promise<T>,
): Promise<T> {
  const record = openRecord(actor)
  const answer = await work({ ...at, actor: actingIn(record, actor) })
  requirePermissionCheck(record, work)
  return answer
}
