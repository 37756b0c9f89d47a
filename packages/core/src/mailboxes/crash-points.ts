/**
 * The points where a process can be made to kill itself as with `kill -9`, so that a test can examine the state that it
 * leaves behind. In the order in which a mail passes them.
 */
const crashPoints = [
  // in: from the server, to disk, to the ledger, to its ticket
  'mail fetched',
  'blob written',
  'row sent',
  'row committed',
  'batch flagged',
  'mail filed',
  // out
  'mail claimed',
  'mail answered',
] as const
type CrashPoint = (typeof crashPoints)[number]

/** As it was called before. */
const committed = 'committed'

let named: string | null = null

/** Set from the environment by the mail-worker; null in every other process. @throws for a point that there is not */
export function crashAt(point: string | null): void {
  const meant = point === committed ? 'row committed' : point
  if (meant !== null && !crashPoints.some(it => it === meant)) {
    throw new Error(`There is no crash point "${meant}"; there are ${crashPoints.join(', ')}.`)
  }
  named = meant
}

export function reachPoint(point: CrashPoint): void {
  if (named === point) process.kill(process.pid, 'SIGKILL')
}
