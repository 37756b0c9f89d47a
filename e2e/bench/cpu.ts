import { readdirSync, readFileSync } from 'node:fs'

/** How long a process has run so far, in milliseconds; 0 for one that is gone. Only Linux tells. */
export function cpuOf(pid: number): number {
  let total = 0
  for (const thread of foldersIn(`/proc/${pid}/task`)) {
    // Nanoseconds on a CPU, first of three figures: finer than the ticks of `stat`.
    total += Number(textOf(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] ?? 0) / 1e6
  }
  return total
}

/**
 * Of Postgres: the postmaster and its processes, but for autovacuum, which comes in bursts. What a process had run when it
 * was last seen is kept after it has ended.
 */
export function treeClock(pid: number): () => number {
  const seen = new Map<number, number>()
  return () => {
    for (const each of [pid, ...childrenOf(pid)]) {
      if (seen.has(each) || !nameOf(each).includes('autovacuum worker'))
        seen.set(each, Math.max(cpuOf(each), seen.get(each) ?? 0))
    }
    return [...seen.values()].reduce((sum, value) => sum + value, 0)
  }
}

export const childrenOf = (pid: number): number[] =>
  foldersIn('/proc')
    .filter(name => /^\d+$/.test(name) && Number(fieldsOf(Number(name))[1]) === pid)
    .map(Number)

/** Memory that a process needs in megabytes, with its share of what it has in common with others (PSS). */
export function memoryOf(pid: number): number {
  const found = /^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`))
  return Number(found?.[1] ?? 0) / 1_000
}

const nameOf = (pid: number): string => textOf(`/proc/${pid}/cmdline`)

/** The fields of /proc/PID/stat after the name: state, parent, … (proc_pid_stat(5)). */
const fieldsOf = (pid: number): string[] =>
  textOf(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
