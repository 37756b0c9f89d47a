/** The demo's own time: it changes only when it is moved, and never goes back. */
export type DemoClock = { now(): Date; moveTo(moment: Date): void }

export function createDemoClock(start: Date): DemoClock {
  let milliseconds = start.getTime()
  return {
    // Never two events at one time: a timeline keeps their order.
    now: () => new Date(milliseconds++),
    moveTo(moment) {
      milliseconds = Math.max(milliseconds, moment.getTime())
    },
  }
}
