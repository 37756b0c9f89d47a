import type { BulkAction } from '@gotrs/contract/bulk'
import { DeskError, type ErrorCode } from '@gotrs/contract/errors'
import { bulkActs, bulkItems } from '@gotrs/db/tables/bulk-acts'
import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { readActors } from '../accounts/read-actors.ts'
import { systemActor, type UserActor } from '../kernel/actor.ts'
import type { ClockTask } from '../kernel/clock.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Task } from '../kernel/task.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { undoAct } from '../tickets/undo.ts'
import { runBulkTaskName } from './create.ts'
import type { BulkActRow } from './read.ts'
import { bulkVerbs } from './verbs.ts'

/** After so many tickets other jobs have their turn. */
const batchSize = 50
const waitMs = 2_000

/**
 * Does the next tickets of a bulk act. What was done to a ticket is written in the transaction of the verb: a worker that is
 * killed has done a ticket and written so, or neither, and the next one continues there.
 */
export const runBulkTask: Task = {
  name: runBulkTaskName,
  maxAttempts: 25,
  async run(kernel, { bulkId }, { hasFailed }) {
    const id = String(bulkId)
    const act = await begin(kernel, id)
    if (act === 'over') return
    const isTurn = act !== 'waits'
    const isLeft = !isTurn || (await doBatch(kernel, act, hasFailed))
    if (isLeft) await continueLater(kernel, id, isTurn ? 0 : waitMs)
  },
}

/** One bulk act of a person runs at a time: an older one goes first. */
async function begin(kernel: Kernel, id: string): Promise<BulkActRow | 'over' | 'waits'> {
  const { db } = kernel
  const [act] = await db.select().from(bulkActs).where(eq(bulkActs.id, id))
  if (!act || act.finishedAt !== null) return 'over'
  const [first] = await db
    .select({ id: bulkActs.id })
    .from(bulkActs)
    .where(and(eq(bulkActs.creatorId, act.creatorId), inArray(bulkActs.state, ['queued', 'running'])))
    .orderBy(asc(bulkActs.createdAt), asc(bulkActs.id))
    .limit(1)
  if (first?.id !== id) return 'waits'
  await db
    .update(bulkActs)
    .set({ state: 'running' })
    .where(and(eq(bulkActs.id, id), eq(bulkActs.state, 'queued')))
  return act
}

const continueLater = (kernel: Kernel, bulkId: string, delayMs: number) =>
  kernel.run(systemActor('desk'), async uow =>
    uow.enqueue({
      task: runBulkTaskName,
      payload: { bulkId },
      key: `bulk:${bulkId}`,
      ...(delayMs > 0 && { runAt: new Date(uow.now.getTime() + delayMs) }),
    }),
  )

/** Returns whether tickets are left. Who created it acts, with the rights that they have now. */
async function doBatch(kernel: Kernel, act: BulkActRow, isRetried: boolean): Promise<boolean> {
  const creator = (await readActors(kernel.db, [act.creatorId])).get(act.creatorId)
  for (let at = 0; at < batchSize; at += 1) {
    const next = await nextTicket(kernel, act.id)
    if (next === null) return false
    if (!creator) await refuse(kernel, act.id, next, 'forbidden')
    else await doTicket(kernel, act, next, { actor: withToken(creator, act), isRetried })
  }
  return true
}

const passing = new Set<ErrorCode>(['internal', 'unavailable', 'too_many_requests'])

const withToken = (creator: UserActor, { via, scopes }: BulkActRow): UserActor => ({
  ...creator,
  ...(via && { via }),
  ...(scopes && { scopes }),
})

/** Null when it is stopped, or nothing is left: then it is done. */
async function nextTicket({ db, now }: Kernel, bulkId: string): Promise<string | null> {
  const [act] = await db.select({ state: bulkActs.state }).from(bulkActs).where(eq(bulkActs.id, bulkId))
  if (act?.state !== 'running') return null
  const [item] = await db
    .select({ ticketId: bulkItems.ticketId })
    .from(bulkItems)
    .where(and(eq(bulkItems.bulkId, bulkId), eq(bulkItems.outcome, 'waiting')))
    .orderBy(asc(bulkItems.ticketId))
    .limit(1)
  if (item) return item.ticketId
  const isRunning = and(eq(bulkActs.id, bulkId), eq(bulkActs.state, 'running'))
  await db.update(bulkActs).set({ state: 'done', finishedAt: now() }).where(isRunning)
  return null
}

/** `isRetried`: the job has failed before, at the same ticket unless others are done since. */
type Doing = { actor: UserActor; isRetried: boolean }

/** The verb and the row of its outcome are one transaction. A refusal of the verb undoes it, and is written by itself. */
async function doTicket(kernel: Kernel, act: BulkActRow, ticketId: string, { actor, isRetried }: Doing): Promise<void> {
  const work = async (uow: UnitOfWork) => {
    if (!(await claim(uow, act.id, ticketId))) return
    const events: string[] = []
    await doVerb(watched(uow, events), act, ticketId)
    const [eventId = null] = events
    await record(uow, act.id, ticketId, { outcome: eventId === null ? 'unchanged' : 'changed', eventId })
  }
  try {
    await kernel.run(actor, work, { cause: [`bulk:${act.id}`] })
  } catch (error) {
    const code = error instanceof DeskError ? error.code : 'internal'
    // The job is repeated once. A ticket that always fails does not stop the others.
    if (passing.has(code) && !isRetried) throw error
    await refuse(kernel, act.id, ticketId, code)
  }
}

/** Another worker may have the ticket, or have done it. Nobody does one that was stopped meanwhile. */
async function claim(uow: UnitOfWork, bulkId: string, ticketId: string): Promise<boolean> {
  requireGrant(uow, 'bulk.use')
  const { rows } =
    await uow.db.execute(sql`select from ${bulkItems} join ${bulkActs} on ${bulkActs.id} = ${bulkItems.bulkId}
    where ${bulkItems.bulkId} = ${bulkId} and ${bulkItems.ticketId} = ${ticketId}
      and ${bulkItems.outcome} = 'waiting' and ${bulkActs.state} = 'running'
    for update of ${sql.identifier('bulk_items')} skip locked`)
  return rows.length > 0
}

async function doVerb(uow: UnitOfWork, { action, undoesId }: BulkActRow, ticketId: string): Promise<void> {
  if (undoesId !== null) {
    const [undone] = await uow.db
      .select({ eventId: bulkItems.eventId })
      .from(bulkItems)
      .where(and(eq(bulkItems.bulkId, undoesId), eq(bulkItems.ticketId, ticketId)))
    await undoAct(uow, { ticketId, eventId: undone?.eventId ?? undoesId })
    return
  }
  const given = action as BulkAction
  const verb = bulkVerbs[given.name] as { run(uow: UnitOfWork, seen: object, action: BulkAction): Promise<unknown> }
  await verb.run(uow, { ticketId, version: 'any' }, given)
}

/** The same unit of work, which keeps the ids of the events. */
function watched(uow: UnitOfWork, events: string[]): UnitOfWork {
  const emit: UnitOfWork['emit'] = (type, payload, about) => {
    const id = uow.emit(type, payload, about)
    events.push(id)
    return id
  }
  return {
    ...uow,
    emit,
    because: cause => watched(uow.because(cause), events),
    as: actor => watched(uow.as(actor), events),
  }
}

type Outcome = Pick<typeof bulkItems.$inferInsert, 'outcome' | 'errorCode' | 'eventId'>

async function record(uow: UnitOfWork, bulkId: string, ticketId: string, outcome: Outcome): Promise<void> {
  const isIt = and(eq(bulkItems.bulkId, bulkId), eq(bulkItems.ticketId, ticketId), eq(bulkItems.outcome, 'waiting'))
  const recorded = await uow.db.update(bulkItems).set(outcome).where(isIt).returning({ ticketId: bulkItems.ticketId })
  const column =
    outcome.outcome === 'failed' ? { failed: sql`${bulkActs.failed} + 1` } : { done: sql`${bulkActs.done} + 1` }
  if (recorded.length > 0) await uow.db.update(bulkActs).set(column).where(eq(bulkActs.id, bulkId))
}

const refuse = (kernel: Kernel, bulkId: string, ticketId: string, errorCode: ErrorCode) =>
  kernel.run(systemActor('desk'), uow => record(uow, bulkId, ticketId, { outcome: 'failed', errorCode }))

const keptMs = 30 * 24 * 60 * 60_000

/** A filter is text that a person wrote. */
export const expireBulkActs: ClockTask = {
  name: 'expire_bulk_acts',
  cron: '47 3 * * *',
  async batch({ db, now }) {
    const over = db
      .select({ id: bulkActs.id })
      .from(bulkActs)
      .where(lt(bulkActs.createdAt, new Date(now.getTime() - keptMs)))
      .limit(20)
    return (await db.delete(bulkActs).where(inArray(bulkActs.id, over))).rowCount ?? 0
  },
}
