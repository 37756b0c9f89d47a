/** A time at which a ticket may come back, as the menu offers it. */
export type SnoozeTime = { label: string; at: Date }

/** What the menu offers now, in the reader's own zone. What is the same moment is offered once. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const daysToMonday = (8 - now.getDay()) % 7 || 7
  const offered = [
    ...laterToday(now),
    { label: 'Tomorrow', at: morningIn(now, 1) },
    { label: 'Monday', at: morningIn(now, daysToMonday) },
    { label: 'Next week', at: morningIn(now, 7) },
  ]
  return offered.filter(({ at }, place) => offered.findIndex(other => other.at.getTime() === at.getTime()) === place)
}

/** In about three hours, at a full hour, as long as somebody may still be at work. */
function laterToday(now: Date): SnoozeTime[] {
  const at = new Date(now)
  at.setHours(now.getHours() + 4, 0, 0, 0)
  return at.getDate() === now.getDate() && at.getHours() <= 20 ? [{ label: 'Later today', at }] : []
}

function morningIn(now: Date, days: number): Date {
  const at = new Date(now)
  at.setDate(now.getDate() + days)
  at.setHours(9, 0, 0, 0)
  return at
}

/** "16:00" today, "Mon 09:00" within a week, then "14 Dec 09:00". */
export function untilText(time: string | Date, now = new Date()): string {
  const at = new Date(time)
  if (at.toDateString() === now.toDateString()) return clock.format(at)
  const isThisWeek = at > now && at < morningIn(now, 7)
  return `${isThisWeek ? weekday.format(at) : dayOf(at, now)} ${clock.format(at)}`
}

/** "Mon 14 Dec 09:00". */
export function dayAndTime(time: string | Date, now = new Date()): string {
  const at = new Date(time)
  return `${weekday.format(at)} ${dayOf(at, now)} ${clock.format(at)}`
}

/** With the year when it is another one. */
const dayOf = (at: Date, now: Date) =>
  at.getFullYear() === now.getFullYear() ? day.format(at) : `${day.format(at)} ${at.getFullYear()}`

/** What an input of the type datetime-local takes: the time in the reader's zone. */
export function localInputValue(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
