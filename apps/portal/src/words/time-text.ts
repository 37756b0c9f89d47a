const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** How long ago, in words; a date once it is more than a week. */
export function ago(isoTime: string, now: number): string {
  const time = Date.parse(isoTime)
  const seconds = Math.round((now - time) / 1000)
  if (seconds < 45) return 'just now'
  if (seconds < 45 * minute) return relative.format(-Math.max(1, Math.round(seconds / minute)), 'minute')
  if (seconds < 22 * hour) return relative.format(-Math.max(1, Math.round(seconds / hour)), 'hour')
  if (seconds < 7 * day) return relative.format(-Math.max(1, Math.round(seconds / day)), 'day')
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return dateText(time, isThisYear)
}

/** The full time in the reader's own zone and manner. */
export const fullTime = (isoTime: string) =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' }).format(Date.parse(isoTime))

const dateText = (time: number, isThisYear: boolean) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(time)
