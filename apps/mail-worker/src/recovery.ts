import type { Kernel } from '@gotrs/core/kernel/kernel'
import { releaseLeases } from '@gotrs/core/outbound/claim'
import { createLoop, type Loop } from './loop.ts'

/** Held, shared, by every mail-worker while it lives; Postgres lets go of it when the process is gone. */
export const presence = 7_311_002_001
const sweepMs = 60_000
/** At first it is looked more often: Postgres may need a moment to see that the one before is gone. */
const earlySweepMs = 2_000
const earlySweeps = 15

export type Recovery = Loop & {
  /** Gives back what was held by anybody before now, except by a mail-worker that lives beside this one. */
  giveBackJobs(): Promise<void>
}

/**
 * What a mail-worker that was killed held in its hands is given back: its jobs, which the job library would keep locked
 * for four hours, and its mails. At once where no other mail-worker lives, which Postgres knows for certain; else after
 * ten minutes, which is longer than any job takes.
 */
export function startRecovery(desk: Kernel): Recovery {
  const startedAt = desk.now()
  let jobsBefore = startedAt
  let here: Presence | null = null
  let sweeps = 0
  const sweepOnce = async () => {
    if (here?.isGone() !== false) here = await comeIn(desk)
    await here.sweep({ jobsBefore, mailsBefore: startedAt })
  }
  // One after the other: with two connections at once a process would stand in its own way.
  let last: Promise<unknown> = Promise.resolve()
  const sweep = (): Promise<void> => {
    const mine = last.then(sweepOnce)
    last = mine.catch(() => {})
    return mine
  }
  const loop = createLoop(desk, 'recovery', async () => {
    sweeps += 1
    await sweep()
    return sweeps < earlySweeps ? earlySweepMs : sweepMs
  })
  return {
    async giveBackJobs() {
      jobsBefore = desk.now()
      await sweep()
    },
    wake: loop.wake,
    async stop() {
      await loop.stop()
      await last
      here?.leave()
    },
  }
}

type Since = { jobsBefore: Date; mailsBefore: Date }
type Presence = { isGone(): boolean; sweep(since: Since): Promise<void>; leave(): void }

/** A connection of its own: it is closed rather than given back, so that the lock goes with it. */
async function comeIn(desk: Kernel): Promise<Presence> {
  const client = await desk.pool.connect()
  let isGone = false
  const leave = () => {
    if (!isGone) client.release(true)
    isGone = true
  }
  client.on('error', leave)
  const sweep = async ({ jobsBefore, mailsBefore }: Since) => {
    // One's own shared lock stands in nobody's way but the others'.
    const { rows } = await client.query('select pg_try_advisory_lock($1) as "isAlone"', [presence])
    if (rows[0]?.isAlone) {
      await client.query(unlockJobs('$1::timestamptz'), [jobsBefore])
      await releaseLeases(desk, mailsBefore)
      await client.query('select pg_advisory_unlock($1)', [presence])
    }
    await client.query(unlockJobs("now() - interval '10 minutes'"))
  }
  try {
    await client.query('select pg_advisory_lock_shared($1)', [presence])
  } catch (error) {
    leave()
    throw error
  }
  return {
    isGone: () => isGone,
    leave,
    sweep: since =>
      sweep(since).catch(error => {
        leave()
        throw error
      }),
  }
}

/** The tables of the library are its own business; that it can be asked to unlock workers is not. */
const unlockJobs = (before: string) => `
  select graphile_worker.force_unlock_workers(array(
    select locked_by from graphile_worker._private_jobs where locked_by is not null and locked_at < ${before}
    union select locked_by from graphile_worker._private_job_queues where locked_by is not null and locked_at < ${before}))`
