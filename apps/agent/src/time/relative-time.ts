const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago, as short as a list row needs it: "now", "5 min", "2 h", "3 d", then a date. */
export function shortAge(at: string, now: number): string {
  const age = Math.max(0, now - Date.parse(at))
  if (age < MINUTE) return 'now'
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`
  if (age < DAY) return `${Math.floor(age / HOUR)} h`
  if (age < 30 * DAY) return `${Math.floor(age / DAY)} d`
  return shortDate(at, now)
}

/** How long ago, in a sentence: "just now", "5 min ago", "on 3 Mar". */
export function agoText(at: string, now: number): string {
  const short = shortAge(at, now)
  if (short === 'now') return 'just now'
  return now - Date.parse(at) < 30 * DAY ? `${short} ago` : `on ${short}`
}

const fullFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })

/** The full time in the reader's zone, for hovering. */
export const fullTime = (at: string) => fullFormat.format(new Date(at))

function shortDate(at: string, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const parts: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(undefined, isThisYear ? parts : { ...parts, year: 'numeric' }).format(new Date(at))
}
