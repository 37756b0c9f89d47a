const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const ZONES: Record<string, number> = { ut: 0, utc: 0, gmt: 0, z: 0, est: -300, edt: -240, cst: -360, cdt: -300 }
const MORE_ZONES: Record<string, number> = { mst: -420, mdt: -360, pst: -480, pdt: -420, cet: 60, cest: 120, jst: 540 }
const DATE =
  /(\d{1,2})[ -]+([a-z]{3})[a-z]*\.?[ -]+(\d{2,4})[ ,]+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?\s*([+-]\d{4}|[a-z]{1,5})?/i

/** https://www.rfc-editor.org/rfc/rfc5322#section-3.3, with the obsolete zones and two-digit years. */
export function parseMailDate(value: string): Date | null {
  const text = value
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const match = DATE.exec(text)
  const time = match ? timeOf(match) : Date.parse(text)
  const date = new Date(time)
  const year = date.getUTCFullYear()
  return Number.isNaN(time) || year < 1900 || year > 9998 ? null : date
}

function timeOf(match: RegExpExecArray): number {
  const [, day, month = '', year, hour, minute, second = '0', zone = '+0000'] = match
  const index = MONTHS.indexOf(month.toLowerCase())
  if (index < 0 || Number(day) > 31 || Number(hour) > 24 || Number(minute) > 59) return Number.NaN
  const local = Date.UTC(fullYear(Number(year)), index, Number(day), Number(hour), Number(minute), Number(second))
  return local - zoneMinutes(zone) * 60_000
}

function fullYear(year: number): number {
  if (year >= 1000) return year
  return year < 50 ? 2000 + year : 1900 + year
}

function zoneMinutes(zone: string): number {
  const numeric = /^([+-])(\d{2})(\d{2})$/.exec(zone)
  if (numeric) return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3]))
  const name = zone.toLowerCase()
  return ZONES[name] ?? MORE_ZONES[name] ?? 0
}
