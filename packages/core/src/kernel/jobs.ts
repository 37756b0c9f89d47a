import { EventEmitter } from 'node:events'
import type { EventType } from '@gotrs/contract/events'
import { events } from '@gotrs/db/tables/events'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import {
  type JobHelpers,
  Logger,
  parseCronItems,
  run,
  runOnce,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import { systemActor } from './actor.ts'
import type { ClockTask } from './clock.ts'
import { collectGarbage } from './collect.ts'
import { errorWords } from './error-facts.ts'
import type { StoredEvent } from './events.ts'
import type { Kernel } from './kernel.ts'
import type { AfterReaction, Reaction } from './reaction.ts'
import type { Task } from './task.ts'
import { causedBy } from './unit-of-work.ts'

export type Work = { reactions: readonly Reaction[]; clock: readonly ClockTask[]; tasks: readonly Task[] }

// A batch that keeps finding work is stopped here; the next tick goes on.
const maxBatches = 1_000

// Left to itself the library writes down how a job went in a promise that nobody waits for. As batches, even of one job,
// a failure of that ends the runner, which says so.
const awaitedEnds = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }

/** Longer than Postgres takes in any state of health, and less than the system needs to give a silent connection up. */
const longestAskingMs = 10_000

/** `holder`: the name under which its jobs are locked. `ended`: it must be stopped, though jobs may be in hand, and what it held given back. */
export type Runner = { holder: string; stop(): Promise<void>; ended: Promise<void> }

/** Runs reactions, tasks and the clock until stopped; a job in hand is finished first. */
export async function startJobs(desk: Kernel, work: Work, concurrency: number): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter()
  let holder = ''
  events.on('pool:create', ({ workerPool }) => {
    holder = workerPool.id
  })
  // Texts of mails go to Postgres and come back in buffers.
  events.on('job:complete', collectGarbage)
  const broken = breaks(events)
  const runner = await run({
    events,
    pgPool: desk.pool,
    concurrency,
    noHandleSignals: true,
    taskList: taskList(desk, work),
    parsedCronItems: parseCronItems(
      work.clock.map(task => ({ task: task.name, match: task.cron, options: { backfillPeriod: 0 } })),
    ),
    logger: quietLogger(desk),
    pollInterval: 2_000,
    preset: awaitedEnds,
  })
  return { holder, stop: () => runner.stop(), ended: Promise.race([runner.promise, broken]) }
}

/** Resolves where a job may be locked that nobody has in hand, or the library says that it is ending. */
function breaks(events: WorkerEvents): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  // Where it cannot write down how a job went the library shuts itself down, and may wait for its own end for ever.
  events.on('pool:gracefulShutdown', () => resolve())
  events.on('pool:fatalError', () => resolve())
  // Postgres may have locked a job though its answer was lost with the connection. Of some broken connections the library
  // says nothing and asks once more: it takes long until they are known for broken.
  const asking = new Map<string, NodeJS.Timeout>()
  const answered = (workerId: string) => {
    clearTimeout(asking.get(workerId))
    asking.delete(workerId)
  }
  events.on('worker:getJob:start', ({ worker: { workerId } }) => {
    answered(workerId)
    // Where this process was busy itself the answer may be here, unread.
    const late = setTimeout(() => setImmediate(() => asking.get(workerId) === late && resolve()), longestAskingMs)
    asking.set(workerId, late.unref())
  })
  events.on('worker:getJob:empty', ({ worker }) => answered(worker.workerId))
  events.on('job:start', ({ worker }) => answered(worker.workerId))
  events.on('worker:getJob:error', ({ worker }) => {
    answered(worker.workerId)
    resolve()
  })
  return promise
}

/** Runs what waits now, and what follows from it, then returns: for tests and for the demo data. */
export async function settleJobs(desk: Kernel, work: Work): Promise<void> {
  await runOnce({
    pgPool: desk.pool,
    noHandleSignals: true,
    taskList: taskList(desk, work),
    logger: quietLogger(desk),
    concurrency: 1,
  })
}

function taskList(desk: Kernel, work: Work): TaskList {
  const list: TaskList = {}
  for (const reaction of work.reactions) {
    if (reaction.after) list[reaction.name] = inWords(payload => react(desk, reaction, payload))
  }
  for (const task of work.clock) list[task.name] = inWords(() => tick(desk, task))
  for (const task of work.tasks) {
    const run: Job = (payload, helpers) => task.run(desk, payload as Record<string, unknown>, attemptOf(helpers))
    list[task.name] = inWords(run)
  }
  return list
}

type Job = (payload: unknown, helpers: JobHelpers) => Promise<void>

/** The library keeps the message of an error with the job, and prints it: it holds no word of what was worked on. */
const inWords =
  (run: Job): Job =>
  async (payload, helpers) => {
    await run(payload, helpers).catch(error => {
      throw new JobError(errorWords(error), { cause: error })
    })
  }

class JobError extends Error {
  override readonly name = 'JobError'
}

const attemptOf = ({ job }: JobHelpers) => ({ isLastAttempt: job.attempts >= job.max_attempts })

async function react(desk: Kernel, reaction: AfterReaction, payload: unknown): Promise<void> {
  const { eventId } = payload as { eventId: string }
  const [found] = await desk.db
    .select({ row: events, ticketId: tickets.id })
    .from(events)
    .leftJoin(tickets, eq(tickets.id, events.ticketId))
    .where(eq(events.id, eventId))
  // An event outlives its ticket, for the audit log alone: nothing is left to react to, and nobody may hear of it.
  if (!found || found.row.ticketId !== found.ticketId) return
  const { row } = found
  const event = { ...row, type: row.type as EventType } as unknown as StoredEvent
  await desk.run(systemActor('desk'), uow => reaction.after(uow, event), { cause: causedBy(event) })
}

async function tick(desk: Kernel, task: ClockTask): Promise<void> {
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const did = await desk.run(systemActor('clock'), uow => task.batch(uow), { cause: [`clock:${task.name}`] })
    if (did === 0) return
  }
}

function quietLogger(desk: Kernel): Logger {
  return new Logger(() => (level, _message, meta) => {
    const facts = { source: 'jobs', ...pick(meta) }
    const isOfTask = meta?.failure === true
    if (level === 'error') desk.log.error(facts, isOfTask ? 'a job failed' : 'the runner of jobs reports an error')
    else if (level === 'warning') desk.log.warn(facts, 'the runner of jobs warns')
  })
}

// The library's own sentences hold messages of errors and, of some, the whole job.
function pick(meta: Record<string, unknown> | undefined) {
  const job = meta?.job as { id?: string; task_identifier?: string; attempts?: number } | undefined
  const error = meta?.error ?? meta?.fatalError
  return {
    ...(job ? { jobId: job.id, task: job.task_identifier, attempts: job.attempts } : {}),
    ...(error === undefined ? {} : { err: error }),
  }
}
