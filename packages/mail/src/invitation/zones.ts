import { allComponents, type Component, lineNamed } from './calendar-lines.ts'
import { zoneOfWindows } from './windows-zones.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/**
 * The time of a local time (given as if it were UTC) in the zone that a calendar names: an IANA zone, one of
 * Windows, or one with rules in the file (https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5). Without any, UTC.
 */
export function momentOf(local: number, zoneName: string, calendar: Component): number {
  const rules = rulesOf(zoneName, calendar)
  const zone = knownZone(zoneName) ?? (rules ? null : zoneOfWindows(zoneName))
  if (zone) return momentIn(local, zone)
  return rules ? local - offsetByRules(local, rules) * MINUTE : local
}

/** Some programs put their own name in front: `/freeassociation.example/Europe/Berlin`. */
function knownZone(name: string): string | null {
  const parts = name.trim().split('/')
  for (let from = 0; from < parts.length && from < 6; from++) {
    const zone = parts.slice(from).join('/')
    if (/^(?:[A-Z][A-Za-z_]+\/[A-Za-z_+\-0-9/]{2,40}|UTC|GMT)$/.test(zone) && isZone(zone)) return zone
  }
  return null
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The offset depends on the result, so it is computed twice. */
function momentIn(local: number, zone: string): number {
  const first = local - offsetAt(local, zone)
  return local - offsetAt(first, zone)
}

function offsetAt(moment: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  const parts = new Map(format.formatToParts(moment).map(it => [it.type, Number(it.value)]))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return local - Math.floor(moment / 1000) * 1000
}

function rulesOf(zoneName: string, calendar: Component): Component[] | null {
  const zone = allComponents(calendar, 'VTIMEZONE').find(it => lineNamed(it, 'TZID')?.value.trim() === zoneName)
  return zone && zone.children.length > 0 ? zone.children.slice(0, 100) : null
}

/** Minutes east of Greenwich by the latest rule. */
function offsetByRules(local: number, rules: Component[]): number {
  let latest = Number.NEGATIVE_INFINITY
  let offset = offsetOf(rules.find(it => it.name === 'STANDARD') ?? rules[0])
  for (const rule of rules) {
    for (const onset of onsetsOf(rule, new Date(local).getUTCFullYear())) {
      if (onset > local || onset <= latest) continue
      latest = onset
      offset = offsetOf(rule)
    }
  }
  return offset
}

function offsetOf(rule: Component | undefined): number {
  const value = rule ? lineNamed(rule, 'TZOFFSETTO')?.value : undefined
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)/.exec(value ?? '') ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0
}

/** When a rule begins in a year and in the year before; a rule without recurrence begins once. */
function onsetsOf(rule: Component, year: number): number[] {
  const start = localTime(lineNamed(rule, 'DTSTART')?.value ?? '')?.time
  if (start === undefined) return []
  const recurs = lineNamed(rule, 'RRULE')?.value ?? ''
  const month = Number(/BYMONTH=(\d{1,2})/i.exec(recurs)?.[1])
  const [, which, weekday = ''] = /BYDAY=([+-]?\d)([A-Z]{2})/i.exec(recurs) ?? []
  if (!month || !which) return [start]
  const onset = (of: number) => nthWeekday(of, month - 1, Number(which), WEEKDAYS.indexOf(weekday.toUpperCase()))
  // The rules of Outlook begin in 1601.
  const timeOfDay = ((start % DAY) + DAY) % DAY
  return [year - 1, year].map(it => onset(it) + timeOfDay).filter(it => it >= start - DAY)
}

/** The second Sunday of a month, or with a negative number the second last. */
function nthWeekday(year: number, month: number, which: number, weekday: number): number {
  if (which > 0) {
    const first = new Date(Date.UTC(year, month, 1)).getUTCDay()
    return Date.UTC(year, month, 1 + ((weekday - first + 7) % 7) + 7 * (which - 1))
  }
  const last = new Date(Date.UTC(year, month + 1, 0))
  return Date.UTC(year, month, last.getUTCDate() - ((last.getUTCDay() - weekday + 7) % 7) + 7 * (which + 1))
}

/** `20260303T100000Z`, without its zone as if it were UTC; a date alone begins at midnight. */
export function localTime(value: string): { time: number; isDate: boolean; isUtc: boolean } | null {
  const match = /^\s*(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z)?)?/i.exec(value)
  if (!match) return null
  const [, year, month, day, hour, minute, second, utc] = match
  const time = Date.UTC(
    ...([Number(year), Number(month) - 1, Number(day)] as const),
    ...([Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)] as const),
  )
  return Number.isNaN(time) ? null : { time, isDate: hour === undefined, isUtc: utc !== undefined }
}
