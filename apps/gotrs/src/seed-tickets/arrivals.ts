import type { Random } from './random.ts'

const hour = 3_600_000
const day = 24 * hour

/** How many of a week's tickets come in on each day, Sunday first. */
const weekdays = [0.04, 0.21, 0.19, 0.18, 0.17, 0.16, 0.05]
/** How many of a day's tickets come in during each hour (UTC). */
const hours = [1, 1, 1, 1, 1, 2, 4, 8, 14, 15, 13, 11, 9, 11, 12, 11, 9, 6, 4, 3, 2, 2, 1, 1]

/** A desk grows with its tickets, in how long it has been there and in how much it does in a day. */
const daysFor = (count: number) => Math.max(30, Math.min(1_000, Math.round(count / 20)))

/** When each of `count` tickets comes in, oldest first; the last ones just before `endsAt`. */
export function* arrivals(count: number, endsAt: Date, random: Random): Generator<number> {
  const days = daysFor(count)
  const firstDay = Math.floor(endsAt.getTime() / day) * day - days * day
  const weights = Array.from({ length: days }, (_, at) => weekdays[new Date(firstDay + at * day).getUTCDay()] as number)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let passed = 0
  let yielded = 0
  for (const [at, weight] of weights.entries()) {
    passed += weight
    const until = at === days - 1 ? count : Math.round((count * passed) / total)
    const times = Array.from({ length: until - yielded }, () => firstDay + at * day + timeOfDay(random))
    yield* times.sort((one, other) => one - other)
    yielded = until
  }
}

/** When the first ticket can have come in: what a desk has from its beginning is older. */
export const beginningOf = (count: number, endsAt: Date): number =>
  Math.floor(endsAt.getTime() / day) * day - (daysFor(count) + 1) * day

const perDay = hours.reduce((sum, share) => sum + share, 0)

function timeOfDay(random: Random): number {
  let left = random.next() * perDay
  for (const [at, share] of hours.entries()) {
    if (left < share) return Math.floor((at + left / share) * hour)
    left -= share
  }
  return day - 1
}
