const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago, as short as a list row needs it: "now", "5 min", "2 h", "3 d", then a date. */
export function shortAge(at: string, now: number): string {
  const age = ageOf(at, now)
  if (age < MINUTE) return 'now'
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`
  if (age < DAY) return `${Math.floor(age / HOUR)} h`
  if (age < 30 * DAY) return `${Math.floor(age / DAY)} d`
  return dateText(at, now, 'short')
}

/** How long ago, in a sentence: "just now", "5 minutes ago", "yesterday", and a date after a week. */
export function agoText(at: string, now: number): string {
  const age = ageOf(at, now)
  if (age < MINUTE) return 'just now'
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), 'minute')
  if (age < DAY) return relative.format(-Math.floor(age / HOUR), 'hour')
  if (age < 7 * DAY) return relative.format(-Math.floor(age / DAY), 'day')
  return dateText(at, now, 'long')
}

/** The full time in the reader's own zone and manner, for hovering. */
export const fullTime = (at: string) => fullFormat.format(Date.parse(at))

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const fullFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })

/** What is fresh may be younger than the page's clock: it is "now", not in the future. */
const ageOf = (at: string, now: number) => Math.max(0, now - Date.parse(at))

/** In English, as the sentence around it. */
function dateText(at: string, now: number, month: 'short' | 'long'): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month, ...(isThisYear ? {} : { year: 'numeric' }) })
  return format.format(Date.parse(at))
}
