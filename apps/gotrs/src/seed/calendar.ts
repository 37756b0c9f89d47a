import type { When } from './story.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** When a turn takes place. @throws Error where the story says it in a way that has no meaning */
export function momentOf(when: When, previous: Date | null, endsAt: Date): Date {
  const fixed = /^(\d{1,2}) (\d\d):(\d\d)$/.exec(when)
  if (fixed) {
    const start = workingDaysBefore(endsAt, Number(fixed[1]))
    return new Date(start.getTime() + (Number(fixed[2]) * 60 + Number(fixed[3])) * minute)
  }
  const [, sign, span = ''] = /^(\+|ago )(\d.*)$/.exec(when) ?? []
  if (sign === 'ago ') return new Date(endsAt.getTime() - lengthOf(span))
  if (sign === '+' && previous) return new Date(previous.getTime() + lengthOf(span))
  throw new Error(`"${when}" is not a time: write "15 09:14", "+1h20m" or "ago 2h".`)
}

/** Midnight (UTC) of the working day that lies so many working days before; 0 is the day of `endsAt` itself. */
export function workingDaysBefore(endsAt: Date, count: number): Date {
  const midnight = new Date(endsAt)
  midnight.setUTCHours(0, 0, 0, 0)
  for (let left = count; left > 0; ) {
    midnight.setTime(midnight.getTime() - day)
    if (midnight.getUTCDay() !== 0 && midnight.getUTCDay() !== 6) left -= 1
  }
  return midnight
}

/** Half past four in the afternoon (UTC) of the day: then the stories end, at whatever time of day somebody starts the demo. */
export function afternoonOf(day: Date): Date {
  const end = new Date(day)
  end.setUTCHours(16, 30, 0, 0)
  return end
}

function lengthOf(span: string): number {
  const found = /^(?:(\d{1,2})h)?(?:(\d{1,3})m)?$/.exec(span)
  if (!found || span === '') throw new Error(`"${span}" is no length of time: write "1h20m", "3h" or "45m".`)
  return (Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0)) * minute
}
