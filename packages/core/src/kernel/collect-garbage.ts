import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { type: 'minor' | 'major'; execution: 'sync' }) => void

const maxGrowth = 8 * 1024 * 1024
/** What minor collections may leave behind: buffers that were in use during two of them count as old. */
const maxOldGrowth = 16 * 1024 * 1024

let collect: Collect | null = null
/** What this thread took after the last collection of each kind, or less where it shrank by itself. */
const floor = { minor: Number.POSITIVE_INFINITY, major: Number.POSITIVE_INFINITY }

/**
 * Forces a garbage collection where the buffers and strings of this thread have grown by 8 MB. Left to itself V8 lets
 * 64 MB of buffers that came over sockets or went to Postgres pile up, and as much of the texts of mails, and the process
 * keeps that memory for good. Takes a few milliseconds where it collects, some tens where it collects what is old, and
 * microseconds otherwise.
 */
export function collectGarbage(): void {
  const now = taken()
  floor.minor = Math.min(floor.minor, now)
  floor.major = Math.min(floor.major, now)
  if (now - floor.minor < maxGrowth) return
  collect ??= expose()
  collect({ type: 'minor', execution: 'sync' })
  floor.minor = taken()
  if (floor.minor - floor.major < maxOldGrowth) return
  collect({ type: 'major', execution: 'sync' })
  floor.minor = floor.major = taken()
}

function taken(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}

function expose(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collect
}
