import { parseMailDate } from './mail-date.ts'
import { monthIn } from './month-names.ts'

const AFTERNOON = /(?:^|[^\p{L}])(?:p\.? ?m\.?)(?!\p{L})|下午|午後|오후|μ\.?μ\.?|م(?!\p{L})/iu
const MORNING = /(?:^|[^\p{L}])(?:a\.? ?m\.?)(?!\p{L})|上午|午前|오전|π\.?μ\.?|ص(?!\p{L})/iu

/**
 * The date that a mail program wrote above a forwarded mail, in its own language and mostly without a time zone:
 * the zone of the forwarding person then applies. Null if day and month are ambiguous.
 */
export function parseForwardedDate(value: string, zoneMinutes: number): Date | null {
  const text = latinDigits(value.slice(0, 200).normalize('NFKC'))
  const zoned = /[+-]\d{4}|\b(?:GMT|UTC)\b|\d{1,2}T\d\d:\d\d:\d\dZ/.test(text) ? parseMailDate(text) : null
  if (zoned) return zoned
  const day = dayOf(text)
  const time = timeOf(text)
  if (!day || !time) return null
  const date = new Date(Date.UTC(day.year, day.month - 1, day.day, time.hour, time.minute) - zoneMinutes * 60_000)
  return day.year > 1970 && day.year < 2200 && !Number.isNaN(date.getTime()) ? date : null
}

/** The offset at the end of a Date header; 0 if there is none. */
export function zoneOf(dateHeader: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d)(\d\d)\b/.exec(dateHeader.slice(0, 200)) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0
}

type Day = { year: number; month: number; day: number }

function dayOf(text: string): Day | null {
  return dayInWords(text) ?? dayInFigures(text)
}

function dayInWords(text: string): Day | null {
  const year = Number(/(?<!\d)(?:19|20)\d\d(?!\d)/.exec(text)?.[0])
  const month = monthIn(text)
  const withoutTime = text.replace(/\d{1,2}[:.h]\d\d(?:[:.]\d\d)?/g, ' ')
  const day = Number(/(?<!\d)\d{1,2}(?!\d)/.exec(withoutTime)?.[0])
  return month && year && day >= 1 && day <= 31 ? { year, month, day } : null
}

function dayInFigures(text: string): Day | null {
  const yearFirst = /((?:19|20)\d\d)\s*(?:[-./]|年|년)\s*(\d{1,2})\s*(?:[-./]|月|월)\s*(\d{1,2})/.exec(text)
  if (yearFirst) return checked({ year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]) })
  const yearLast = /(?<!\d)(\d{1,2})([-./])\s?(\d{1,2})[-./]\s?((?:19|20)\d\d)/.exec(text)
  if (!yearLast) return null
  const [, first, separator, second, year] = yearLast
  const [one, two] = [Number(first), Number(second)]
  if (separator === '.' || one > 12) return checked({ year: Number(year), month: two, day: one })
  return two > 12 || one === two ? checked({ year: Number(year), month: one, day: two }) : null
}

function checked(day: Day): Day | null {
  return day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= 31 ? day : null
}

function timeOf(text: string): { hour: number; minute: number } | null {
  const match = /(?<![\d.:])(\d{1,2})(?:[:h時点시]|\.(?!\s?\d{1,2}\.))\s?(\d\d)(?![\d]|\.\d)/.exec(text)
  if (!match) return null
  const hour = Number(match[1])
  const minute = Number(match[2])
  const isAfternoon = hour < 12 && AFTERNOON.test(text)
  const isMidnight = hour === 12 && MORNING.test(text)
  return hour < 24 && minute < 60 ? { hour: isMidnight ? 0 : isAfternoon ? hour + 12 : hour, minute } : null
}

/** Arabic and Persian digits. */
function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, digit => String(digit.charCodeAt(0) & 15))
}
