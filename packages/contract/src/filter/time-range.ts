import { reject } from './field.ts'
import { ageOf } from './read-value.ts'

/** An age in seconds, counted back from now, or a time. */
type Moment = { ago: number } | { at: Date }
/** From and including `from`, up to and excluding `to`. */
export type TimeRange = { from?: Moment; to?: Moment }

export const momentOf = (moment: Moment, now: Date): Date =>
  'ago' in moment ? new Date(now.getTime() - moment.ago * 1000) : moment.at

export function isWithin({ from, to }: TimeRange, time: Date | null, now: Date): boolean {
  if (time === null) return false
  return (!from || time >= momentOf(from, now)) && (!to || time < momentOf(to, now))
}

export const olderThan = (seconds: number): TimeRange => ({ to: { ago: seconds } })
export const newerThan = (seconds: number): TimeRange => ({ from: { ago: seconds } })

/** `<7d` and `>30d`; null for anything else. */
export function ageRangeOf(value: string): TimeRange | null {
  const seconds = ageOf(value.slice(1))
  if (seconds === null) return null
  if (value.startsWith('<')) return newerThan(seconds)
  return value.startsWith('>') ? olderThan(seconds) : null
}

/** `2026-11-05`, `2026-11-01..2026-11-30`, `2026-11-01..`, `..2026-11-30`, `<7d`, `>30d`. Days are days of UTC. */
export const readTimeRange = (value: string, word: string): TimeRange =>
  ageRangeOf(value) ??
  dayRangeOf(value, word) ??
  rejectBareAge(value, word) ??
  reject(`"${word}:" takes a day (2026-11-05), days (2026-11-01..2026-11-30, 2026-11-01..) or an age (<7d, >30d)`)

/** Days that are offered while somebody types. */
export function daysBefore(now: Date): Record<string, string> {
  const today = now.toISOString().slice(0, 10)
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10)
  return { [today]: 'today', [yesterday]: 'yesterday', [`${today.slice(0, 8)}01..`]: 'since the first of the month' }
}

/** An age by itself says neither within nor longer ago. */
const rejectBareAge = (value: string, word: string) =>
  ageOf(value) === null
    ? null
    : reject(
        `"${word}:${value}" lacks a sign: write ${word}:<${value} for within ${value}, ${word}:>${value} for longer ago`,
      )

function dayRangeOf(value: string, word: string): TimeRange | null {
  const [first = '', last = first, ...more] = value.split('..')
  const days = [first, last].filter(day => day !== '')
  if (days.length === 0 || more.length > 0 || !days.every(day => /^\d{4}-\d\d-\d\d$/.test(day))) return null
  const from = first === '' ? null : startOfDay(first, word)
  const to = last === '' ? null : endOfDay(last, word)
  if (from && to && from >= to) reject(`"${word}:" has its last day before its first`)
  return { ...(from && { from: { at: from } }), ...(to && { to: { at: to } }) }
}

function startOfDay(day: string, word: string): Date {
  const start = new Date(`${day}T00:00:00.000Z`)
  const isDay = Number.isFinite(start.getTime()) && start.toISOString().startsWith(day)
  return isDay && day > '0001' && day < lastDay ? start : reject(`"${word}:" takes a day, and ${day} is none`)
}

/** Postgres reads years of four digits alone, and the day after this one is in the year 10000. */
const lastDay = '9999-12-31'

function endOfDay(day: string, word: string): Date {
  const end = startOfDay(day, word)
  end.setUTCDate(end.getUTCDate() + 1)
  return end
}
