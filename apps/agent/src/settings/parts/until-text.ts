const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** When something will be, in a sentence: "within a minute", "in 5 min", "in 3 d", then "on 3 Mar". */
export function untilText(at: string, now: number): string {
  const ahead = Date.parse(at) - now
  if (ahead <= MINUTE) return 'within a minute'
  if (ahead < HOUR) return `in ${Math.ceil(ahead / MINUTE)} min`
  if (ahead < DAY) return `in ${Math.round(ahead / HOUR)} h`
  if (ahead < 30 * DAY) return `in ${Math.round(ahead / DAY)} d`
  return `on ${dateOf(at, now)}`
}

function dateOf(at: string, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const parts: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(undefined, isThisYear ? parts : { ...parts, year: 'numeric' }).format(new Date(at))
}
