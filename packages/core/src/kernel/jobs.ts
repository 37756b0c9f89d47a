import { EventEmitter } from 'node:events'
import type { EventType } from '@gotrs/contract/events'
import { events } from '@gotrs/db/tables/events'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import { type JobHelpers, parseCronItems, run, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker'
import { systemActor } from './actor.ts'
import type { ClockTask } from './clock.ts'
import { collectGarbage } from './collect-garbage.ts'
import type { StoredEvent } from './events.ts'
import { awaitedEnds } from './job-library/awaited-ends.ts'
import { type Job, withContentFreeErrors } from './job-library/content-free-error.ts'
import { quietLogger } from './job-library/quiet-logger.ts'
import { runnerFailure } from './job-library/runner-failure.ts'
import type { Kernel } from './kernel.ts'
import { causedBy } from './open-unit-of-work.ts'
import type { AfterReaction, Reaction } from './reaction.ts'
import type { Attempt, Task } from './task.ts'

export type Work = { reactions: readonly Reaction[]; clock: readonly ClockTask[]; tasks: readonly Task[] }

// A batch that keeps finding work stops here; the next tick continues.
const maxBatches = 1_000

/** `holder`: the name under which its jobs are locked. `ended`: it must be stopped, although it may still run jobs, and its jobs unlocked. */
export type Runner = { holder: string; stop(): Promise<void>; ended: Promise<void> }

/** Runs reactions, tasks and clock tasks until stopped; a job that runs is finished first. */
export async function startJobs(kernel: Kernel, work: Work, concurrency: number): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter()
  let holder = ''
  events.on('pool:create', ({ workerPool }) => {
    holder = workerPool.id
  })
  // A job reads and writes texts of mails in large buffers.
  events.on('job:complete', collectGarbage)
  const broken = runnerFailure(events)
  const runner = await run({
    events,
    pgPool: kernel.pool,
    concurrency,
    noHandleSignals: true,
    taskList: taskList(kernel, work),
    parsedCronItems: parseCronItems(
      work.clock.map(task => ({ task: task.name, match: task.cron, options: { backfillPeriod: 0 } })),
    ),
    logger: quietLogger(kernel.log),
    pollInterval: 2_000,
    preset: awaitedEnds,
  })
  return { holder, stop: () => runner.stop(), ended: Promise.race([runner.promise, broken]) }
}

/** Runs the jobs that wait, and those that they enqueue, then returns: for tests and for the demo data. */
export async function settleJobs(kernel: Kernel, work: Work): Promise<void> {
  await runOnce({
    pgPool: kernel.pool,
    noHandleSignals: true,
    taskList: taskList(kernel, work),
    logger: quietLogger(kernel.log),
    concurrency: 1,
    preset: awaitedEnds,
  })
}

function taskList(kernel: Kernel, work: Work): TaskList {
  const list: TaskList = {}
  for (const reaction of work.reactions) {
    if (reaction.after) list[reaction.name] = withContentFreeErrors(payload => react(kernel, reaction, payload))
  }
  for (const task of work.clock) list[task.name] = withContentFreeErrors(() => tick(kernel, task))
  for (const task of work.tasks) {
    const run: Job = (payload, helpers) => task.run(kernel, payload as Record<string, unknown>, attemptOf(helpers))
    list[task.name] = withContentFreeErrors(run)
  }
  return list
}

const attemptOf = ({ job }: JobHelpers): Attempt => ({ starts: job.attempts, hasFailed: job.last_error !== null })

async function react(kernel: Kernel, reaction: AfterReaction, payload: unknown): Promise<void> {
  const job = payload as { eventId: string; event?: StoredEvent & { createdAt: string } }
  const event = job.event
    ? { ...job.event, createdAt: new Date(job.event.createdAt) }
    : await readEvent(kernel, job.eventId)
  if (event) await kernel.run(systemActor('desk'), uow => reaction.after(uow, event), { cause: causedBy(event) })
}

/** Null where its ticket was deleted: the event remains in the audit log, but runs no reactions, and its hint is sent to nobody. */
async function readEvent({ db }: Kernel, eventId: string): Promise<StoredEvent | null> {
  const [found] = await db
    .select({ row: events, ticketId: tickets.id })
    .from(events)
    .leftJoin(tickets, eq(tickets.id, events.ticketId))
    .where(eq(events.id, eventId))
  if (!found || found.row.ticketId !== found.ticketId) return null
  const { row } = found
  return { ...row, type: row.type as EventType } as unknown as StoredEvent
}

async function tick(kernel: Kernel, task: ClockTask): Promise<void> {
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const did = await kernel.run(systemActor('clock'), uow => task.batch(uow), { cause: [`clock:${task.name}`] })
    if (did === 0) return
  }
}
