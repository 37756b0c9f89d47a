import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { type: 'minor'; execution: 'sync' }) => void

let collect: Collect | null = null

/**
 * Gives back what has just been let go of. Buffers lie outside of the heap that V8 watches: left to itself it lets 64 MB
 * of what came over a socket pile up before it looks, and the process keeps that for good. Takes a few milliseconds.
 */
export function collectYoung(): void {
  collect ??= expose()
  collect({ type: 'minor', execution: 'sync' })
}

function expose(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collect
}
