import type { Invitation } from './messages.ts'

/** What an invitation is, in the same words everywhere (RFC 5546, section 1.4). */
export const invitationWords = {
  request: 'Invitation',
  cancel: 'Cancelled event',
  reply: 'Answer to an invitation',
  publish: 'Event',
  other: 'Event',
} as const satisfies Record<Invitation['method'], string>

type When = Pick<Invitation, 'startsAt' | 'endsAt' | 'isAllDay'>

/**
 * When the event is, by the reader's clock, with the name of the zone. An event of whole days is on the same dates for
 * everybody, and `endsAt` is the last of them. Null where the mail does not say.
 */
export function eventTimeText({ startsAt, endsAt, isAllDay }: When, locale?: string, timeZone?: string): string | null {
  const start = timeOf(startsAt, isAllDay)
  if (start === null) return null
  const end = timeOf(endsAt, isAllDay) ?? start
  const format = new Intl.DateTimeFormat(locale, isAllDay ? wholeDays : { ...moment, timeZone })
  const text = end > start ? format.formatRange(start, end) : format.format(start)
  return isAllDay ? text : `${text} (${zoneName(start, locale, timeZone)})`
}

const wholeDays = { dateStyle: 'full', timeZone: 'UTC' } as const
const moment = { dateStyle: 'full', timeStyle: 'short' } as const

function timeOf(at: string | null, isAllDay: boolean): number | null {
  const time = Date.parse(isAllDay ? (at ?? '').slice(0, 10) : (at ?? ''))
  return Number.isNaN(time) ? null : time
}

/** In full: a range would have it short, which in many languages is a distance from Greenwich. */
function zoneName(time: number, locale?: string, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' }).formatToParts(time)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}
