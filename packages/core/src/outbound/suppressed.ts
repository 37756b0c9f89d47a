import type { Db } from '@gotrs/db/client'
import { rateLimits } from '@gotrs/db/tables/accounts'
import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Task } from '../kernel/task.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { acknowledgementsPerHour } from './caps.ts'

/** Why an acknowledgement was not written: its sender got one lately, got too much automatic mail, or the desk wrote too many. */
export const suppressionReasons = ['sender_rate', 'recipient_cap', 'desk_cap'] as const
export type SuppressionReason = (typeof suppressionReasons)[number]

const hourMs = 60 * 60_000
const keyOf = (reason: SuppressionReason) => `suppressed-acknowledgements:${reason}`
const thisHour = 'suppressed-acknowledgements:this-hour'

/**
 * Counts it among the limits, where a count without an end of its time stays for good. What the limit of the desk holds
 * back is counted by the hour as well, and the first one of an hour has it logged.
 */
export async function recordSuppressed(uow: UnitOfWork, reason: SuppressionReason): Promise<void> {
  await uow.db
    .insert(rateLimits)
    .values({ key: keyOf(reason), points: 1, expire: null })
    .onConflictDoUpdate({ target: rateLimits.key, set: { points: sql`${rateLimits.points} + 1` } })
  if (reason !== 'desk_cap') return
  if ((await countThisHour(uow)) > 1) return
  // A moment later, when the count shows the size of the flood.
  uow.enqueue({ task: warnTask, payload: {}, key: warnTask, runAt: new Date(Date.now() + 60_000) })
}

async function countThisHour({ db, now }: UnitOfWork): Promise<number> {
  const [at, end] = [now.getTime(), now.getTime() + hourMs]
  const isOver = sql`${rateLimits.expire} <= ${at}::bigint`
  const [row] = await db
    .insert(rateLimits)
    .values({ key: thisHour, points: 1, expire: end })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        points: sql`case when ${isOver} then 1 else ${rateLimits.points} + 1 end`,
        expire: sql`case when ${isOver} then ${end}::bigint else ${rateLimits.expire} end`,
      },
    })
    .returning({ count: rateLimits.points })
  return row?.count ?? 0
}

type Database = { db: Db }

/** How many were suppressed since the desk exists. */
export async function countSuppressed({ db }: Database): Promise<Record<SuppressionReason, number>> {
  const rows = await db
    .select({ key: rateLimits.key, count: rateLimits.points })
    .from(rateLimits)
    .where(inArray(rateLimits.key, suppressionReasons.map(keyOf)))
  const counts = new Map(rows.map(it => [it.key, it.count]))
  const of = (reason: SuppressionReason) => counts.get(keyOf(reason)) ?? 0
  return { sender_rate: of('sender_rate'), recipient_cap: of('recipient_cap'), desk_cap: of('desk_cap') }
}

/** What is wrong, and what to do; null while the desk is under its limit. */
export async function acknowledgementTrouble({ db }: Database, now: Date): Promise<string | null> {
  const count = await suppressedThisHour({ db }, now)
  if (count === 0) return null
  return `${count} not sent within the last hour, because the desk sends ${acknowledgementsPerHour} an hour at most: look at the list of tickets for a flood of requests with made-up senders`
}

async function suppressedThisHour({ db }: Database, now: Date): Promise<number> {
  const [row] = await db
    .select({ count: rateLimits.points })
    .from(rateLimits)
    .where(and(eq(rateLimits.key, thisHour), gt(rateLimits.expire, now.getTime())))
  return row?.count ?? 0
}

const warnTask = 'warn_of_suppressed_acknowledgements'

export const warnOfSuppressed: Task = {
  name: warnTask,
  maxAttempts: 3,
  async run(kernel) {
    const facts = {
      suppressed: await suppressedThisHour(kernel, kernel.now()),
      limit: acknowledgementsPerHour,
      inAll: (await countSuppressed(kernel)).desk_cap,
    }
    kernel.log.warn(facts, 'the desk has reached its hourly limit of acknowledgements; further requests get none')
  },
}
