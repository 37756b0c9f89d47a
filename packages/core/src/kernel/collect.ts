import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { type: 'minor'; execution: 'sync' }) => void

const maxGrowth = 8 * 1024 * 1024

let collect: Collect | null = null
/** What the buffers of this thread took after they were collected, or less where they shrank by themselves. */
let floor = 0

/**
 * Forces a minor garbage collection where the buffers of this thread have grown by 8 MB. Buffers are off-heap: V8 alone
 * lets 64 MB of what came over sockets and went to Postgres pile up before it collects them, and the process keeps that
 * memory for good. Takes a few milliseconds where it collects, and microseconds where it does not.
 */
export function collectBuffers(): void {
  const { arrayBuffers } = process.memoryUsage()
  floor = Math.min(floor, arrayBuffers)
  if (arrayBuffers - floor < maxGrowth) return
  collect ??= expose()
  collect({ type: 'minor', execution: 'sync' })
  floor = process.memoryUsage().arrayBuffers
}

function expose(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collect
}
