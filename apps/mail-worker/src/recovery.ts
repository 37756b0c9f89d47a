import { jobHolders, unlockJobs } from '@gotrs/core/kernel/job-library/lost-holders'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { processId } from '@gotrs/core/kernel/process-id'
import { leaseHolders, releaseLeases } from '@gotrs/core/outbound/leases'
import type { Holdings } from './holdings.ts'
import { createLoop, type Loop } from './loop.ts'

const sweepMs = 1_000
/**
 * A name has to be free for so long before it belongs to nobody: a process that lost its connection, as all do when Postgres
 * is restarted, holds its names again by then, and goes on with what it has in its hands.
 */
const graceMs = 2_500
/** While Postgres is away: less than the grace, with which the others begin to count as soon as it is there. */
const retryMs = 1_000

export type Recovery = Loop & {
  /** Tells the others that whoever locks jobs under this name is alive, until it is forgotten. */
  vouchFor(jobHolder: string): Promise<void>
  forget(jobHolder: string): Promise<void>
}

/**
 * What a mail-worker that was killed held in its hands is given back within seconds, whether others live beside it or
 * not: its jobs, which the job library would keep locked for four hours, and its mails. Each process holds a lock for every
 * name it takes things under; a name whose lock stays free belongs to nobody any more.
 */
export function startRecovery(kernel: Kernel, holdings: Holdings): Recovery {
  const ours = new Set<string>([processId])
  let freeSince = new Map<string, number>()
  const round = async () => {
    // The connection may have been lost, and the locks with it.
    for (const name of ours) await holdings.vouchFor(lockOf(name))
    const before = freeSince
    freeSince = new Map()
    const orphaned = async (names: string[]) => {
      for (const name of names) {
        const isFree = !ours.has(name) && (await holdings.isFree(lockOf(name)))
        if (isFree) freeSince.set(name, before.get(name) ?? performance.now())
      }
      return names.filter(name => performance.now() - (freeSince.get(name) ?? Number.POSITIVE_INFINITY) >= graceMs)
    }
    await unlockJobs(kernel, await orphaned(await jobHolders(kernel)))
    await releaseLeases(kernel, await orphaned(await leaseHolders(kernel)))
    return sweepMs
  }
  const loop = createLoop(kernel, 'recovery', round, retryMs)
  holdings.onLoss(() => {
    // Who was there meanwhile is not known.
    freeSince.clear()
    loop.wake()
  })
  return {
    ...loop,
    async vouchFor(jobHolder) {
      ours.add(jobHolder)
      await holdings.vouchFor(lockOf(jobHolder))
    },
    async forget(jobHolder) {
      ours.delete(jobHolder)
      await holdings.letGo(lockOf(jobHolder))
    },
  }
}

const lockOf = (name: string) => `works as ${name}`
