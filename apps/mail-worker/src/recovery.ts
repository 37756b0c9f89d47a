import { jobHolders, unlockJobs } from '@gotrs/core/kernel/job-library/lost-holders'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { processId } from '@gotrs/core/kernel/process-id'
import { leaseHolders, releaseLeases } from '@gotrs/core/outbound/leases'
import { createLoop, type Loop } from './loop.ts'
import type { ProcessLocks } from './process-locks.ts'

const sweepMs = 1_000
/**
 * How long a name must be free before its process counts as dead: a process that lost its connection, as all do when
 * Postgres restarts, holds its names again by then, and continues its work.
 */
const graceMs = 2_500
/** While Postgres is unavailable: shorter than the grace period, which starts when it is available again. */
const retryMs = 1_000

export type Recovery = Loop & {
  /** Shows the other processes that the process with this job holder is alive, until `removeHolder`. */
  addHolder(jobHolder: string): Promise<void>
  removeHolder(jobHolder: string): Promise<void>
}

/**
 * Releases the jobs and mails of a killed mail-worker within seconds, also if it was the only one; the job library would
 * keep its jobs locked for four hours. Each process holds a lock for every name that it claims work under; if the lock of
 * a name stays free, its process is dead.
 */
export function startRecovery(kernel: Kernel, locks: ProcessLocks): Recovery {
  const ours = new Set<string>([processId])
  let freeSince = new Map<string, number>()
  const round = async () => {
    // The connection, and its locks, may be lost.
    for (const name of ours) await locks.acquire(lockOf(name))
    const before = freeSince
    freeSince = new Map()
    const orphaned = async (names: string[]) => {
      for (const name of names) {
        const isFree = !ours.has(name) && (await locks.isFree(lockOf(name)))
        if (isFree) freeSince.set(name, before.get(name) ?? performance.now())
      }
      return names.filter(name => performance.now() - (freeSince.get(name) ?? Number.POSITIVE_INFINITY) >= graceMs)
    }
    await unlockJobs(kernel, await orphaned(await jobHolders(kernel)))
    await releaseLeases(kernel, await orphaned(await leaseHolders(kernel)))
    return sweepMs
  }
  const loop = createLoop(kernel, 'recovery', round, retryMs)
  locks.onLoss(() => {
    // It is unknown which processes were alive meanwhile.
    freeSince.clear()
    loop.wake()
  })
  return {
    ...loop,
    async addHolder(jobHolder) {
      ours.add(jobHolder)
      await locks.acquire(lockOf(jobHolder))
    },
    async removeHolder(jobHolder) {
      ours.delete(jobHolder)
      await locks.release(lockOf(jobHolder))
    },
  }
}

const lockOf = (name: string) => `works as ${name}`
