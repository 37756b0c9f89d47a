import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { type: 'minor' | 'major'; execution: 'sync' }) => void

const maxGrowth = 8 * 1024 * 1024
/** How much may remain after minor collections: they do not free buffers that were in use during two of them. */
const maxOldGrowth = 16 * 1024 * 1024

let collect: Collect | null = null
/** The memory of this thread after the last collection of each kind, or less where it shrank by itself. */
const lowest = { minor: Number.POSITIVE_INFINITY, major: Number.POSITIVE_INFINITY }

/**
 * Forces a garbage collection when the buffers and strings of this thread have grown by 8 MB. By default V8 keeps 64 MB of
 * buffers of sockets and Postgres, and as much of the texts of mails, and the process never returns that memory to the
 * system. A minor collection takes a few milliseconds, a major one some tens, and a call without one microseconds.
 */
export function collectGarbage(): void {
  const now = usedMemory()
  lowest.minor = Math.min(lowest.minor, now)
  lowest.major = Math.min(lowest.major, now)
  if (now - lowest.minor < maxGrowth) return
  collect ??= expose()
  collect({ type: 'minor', execution: 'sync' })
  lowest.minor = usedMemory()
  if (lowest.minor - lowest.major < maxOldGrowth) return
  collect({ type: 'major', execution: 'sync' })
  lowest.minor = lowest.major = usedMemory()
}

/** Buffers are external memory. `process.memoryUsage` also asks the system for the memory of the process: ten times as slow. */
function usedMemory(): number {
  const { external_memory, used_heap_size } = getHeapStatistics()
  return external_memory + used_heap_size
}

function expose(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collect
}
