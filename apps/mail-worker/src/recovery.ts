import type { Kernel } from '@gotrs/core/kernel/kernel'
import { releaseLeases } from '@gotrs/core/outbound/claim'
import { createLoop, type Loop } from './loop.ts'

/** Held, shared, by every mail-worker while it lives; Postgres lets go of it when the process is gone. */
const presence = 7_311_002_001
const sweepMs = 60_000

/** The connection that holds the lock; closed rather than given back, so that the lock goes with it. */
type Presence = { leave(): void }

/**
 * What a mail-worker that was killed held in its hands is given back: its jobs, which the job library would keep locked
 * for four hours, and its mails. At once where no other mail-worker lives, which Postgres knows for certain; else after
 * ten minutes, which is longer than any job takes.
 */
export function startRecovery(desk: Kernel): Loop & { recovered: Promise<void> } {
  const { promise: recovered, resolve } = Promise.withResolvers<void>()
  const presences = new Set<Presence>()
  const loop = createLoop(desk, 'recovery', async () => {
    if (presences.size === 0) await comeIn(desk, presences)
    resolve()
    await desk.pool.query(unlockJobs("locked_at < now() - interval '10 minutes'"))
    return sweepMs
  })
  return {
    recovered,
    wake: loop.wake,
    async stop() {
      await loop.stop()
      for (const here of presences) here.leave()
    },
  }
}

async function comeIn(desk: Kernel, presences: Set<Presence>): Promise<void> {
  const client = await desk.pool.connect()
  const here: Presence = {
    leave() {
      if (presences.delete(here)) client.release(true)
    },
  }
  presences.add(here)
  client.on('error', () => here.leave())
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as "isAlone"', [presence])
    if (rows[0]?.isAlone) {
      await client.query(unlockJobs('true'))
      await releaseLeases(desk)
    }
    await client.query('select pg_advisory_lock_shared($1)', [presence])
    if (rows[0]?.isAlone) await client.query('select pg_advisory_unlock($1)', [presence])
  } catch (error) {
    here.leave()
    throw error
  }
}

/** The tables of the library are its own business; that it can be asked to unlock workers is not. */
const unlockJobs = (condition: string) => `
  select graphile_worker.force_unlock_workers(array(
    select locked_by from graphile_worker._private_jobs where locked_by is not null and ${condition}
    union select locked_by from graphile_worker._private_job_queues where locked_by is not null and ${condition}))`
