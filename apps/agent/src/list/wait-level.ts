const HOUR = 3_600_000

/** How long somebody waits, in the three steps of the list's one colour ramp. */
export type WaitLevel = 'fresh' | 'hours' | 'days'

export function waitLevel(since: string, now: number): WaitLevel {
  const hours = (now - Date.parse(since)) / HOUR
  if (hours >= 24) return 'days'
  return hours >= 4 ? 'hours' : 'fresh'
}
