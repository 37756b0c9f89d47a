import { withoutComments } from './mime/parameters.ts'
import { monthIn } from './month-names.ts'

/** Minutes east of Greenwich; other names and single letters are ignored (RFC 5322 4.3). */
const ZONES: Record<string, number> = {
  ...{ est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420 },
  ...{ ast: -240, adt: -180, akst: -540, akdt: -480, hst: -600, brt: -180, bst: 60, wet: 0, west: 60 },
  ...{ cet: 60, cest: 120, met: 60, mest: 120, mez: 60, mesz: 120, eet: 120, eest: 180, msk: 180, msd: 240 },
  ...{ ist: 330, hkt: 480, sgt: 480, kst: 540, jst: 540, awst: 480, aest: 600, aedt: 660, nzst: 720, nzdt: 780 },
}
const TIME =
  /(?<![\d:.+-])(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d{1,9})?)?(?![\d:]|\.\d)(?:\s*([ap])\.?\s?m\b\.?)?/i
const MAX_OFFSET = 24 * 60

/**
 * https://www.rfc-editor.org/rfc/rfc5322#section-3.3 with its obsolete forms, ISO 8601, and the forms of programs that write the
 * date in the words and order of another language.
 */
export function parseMailDate(value: string): Date | null {
  const text = withoutComments(value.slice(0, 200))
    .replace(/(\d)T(\d\d)[:.]?(\d\d)/, '$1 $2:$3')
    .replace(/^(\d{8} \d\d:\d\d)(?=\d\d)/, '$1:')
    .replace(/\s+/g, ' ')
    .trim()
  const time = timeIn(text)
  const day = time && dayIn(`${time.before} ${time.yearAfter}`)
  if (!day) return null
  const date = new Date(Date.UTC(day.year, day.month - 1, day.day, time.hour, time.minute, time.second))
  date.setUTCMinutes(date.getUTCMinutes() - zoneMinutes(time.after))
  const year = date.getUTCFullYear()
  return Number.isNaN(date.getTime()) || year < 1900 || year > 9998 ? null : date
}

/** The time, the text before it, and the zone and year after it. Without a time: midnight. */
function timeIn(text: string) {
  const match = TIME.exec(text)
  if (!match) return { hour: 0, minute: 0, second: 0, before: text, after: '', yearAfter: '' }
  const [whole, hours, minutes, seconds = '0', half = ''] = match
  const [minute, second] = [Number(minutes), Number(seconds)]
  const hour = hourOf(Number(hours), half.toLowerCase())
  if (hour > 24 || minute > 59 || second > 61) return null
  const after = text.slice(match.index + whole.length)
  // `Tue Mar 3 10:00:00 CET 2026`, and the day behind the time.
  const rest = after.replace(/(?:gmt|utc?)?\s?[+-]\d{1,2}:?\d{2}(?!\d)/i, ' ')
  const yearAfter = /(?<![\d+-])(?:\d{1,2}[ -]\p{L}+[ -])?\d{4}(?!\d)/u.exec(rest)?.[0] ?? ''
  return { hour, minute, second, before: text.slice(0, match.index), after, yearAfter }
}

/** 14:00 PM means 14:00. */
function hourOf(hour: number, half: string): number {
  return half === '' || hour > 12 ? hour : (hour % 12) + (half === 'p' ? 12 : 0)
}

function dayIn(text: string): { year: number; month: number; day: number } | null {
  const figures =
    /(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)\b/.exec(text)
  const [, year, month, day] = figures ?? inWords(text) ?? inFigures(text) ?? []
  const date = { year: fullYear(String(year)), month: Number(month), day: Number(day) }
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 ? date : null
}

type Figures = [whole: string, year: string, month: string, day: string]

function inWords(text: string): Figures | null {
  const month = monthIn(text)
  const [first = '', second = ''] = text.match(/\d+/g) ?? []
  if (!month || !first || !second) return null
  const [day, year] = first.length > 2 ? [second, first] : [first, second]
  return [text, year, String(month), day]
}

/** Dots separate day and month, slashes month and day, unless there is no such month. */
function inFigures(text: string): Figures | null {
  const [whole = '', first = '', mark, second = '', year = ''] =
    /(\d{1,2})([./-])(\d{1,2})[./-](\d{2,4})/.exec(text) ?? []
  if (!whole) return null
  const isDayFirst = mark === '.' ? Number(second) <= 12 : Number(first) > 12
  return isDayFirst ? [whole, year, second, first] : [whole, year, first, second]
}

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length > 3) return year
  return year < 50 ? 2000 + year : 1900 + year
}

function zoneMinutes(text: string): number {
  const [, sign, hours, minutes = '0'] = /(?:^|[\sa-z])([+-])(\d{1,2})(?::?(\d\d))?(?![\d])/i.exec(text) ?? []
  if (sign) {
    const offset = Number(hours) * 60 + Number(minutes)
    return offset > MAX_OFFSET ? 0 : sign === '-' ? -offset : offset
  }
  const name = /[a-z]+/i.exec(text)?.[0].toLowerCase() ?? ''
  return ZONES[name] ?? 0
}
