import type { Sessions } from '../accounts/sessions.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { checkPeople } from './check-people.ts'
import type { Stream } from './stream.ts'

/** Who is behind the streams is read by one check at a time, on one connection, however many are due. */
export type Checks = {
  /** Resolves when these streams have been checked, with all others that were due. @throws if Postgres does not answer */
  check(streams: Iterable<Stream>): Promise<void>
}

export function createChecks(kernel: Kernel, sessions: Sessions): Checks {
  const due = new Set<Stream>()
  let next: Promise<void> | null = null
  let current: Promise<void> = Promise.resolve()
  const run = () => {
    next = null
    const streams = [...due]
    due.clear()
    current = checkPeople(kernel, sessions, streams)
    return current
  }
  return {
    check(streams) {
      for (const stream of streams) due.add(stream)
      next ??= current.then(run, run)
      return next
    },
  }
}
