/** The demo's own time: it changes only when it is moved, and never goes back. */
export type DemoClock = {
  /** As in the stories, which end in the afternoon of a working day. */
  now(): Date
  moveTo(moment: Date): void
  /** The desk lives so much later than the stories, or earlier. */
  shiftDesk(milliseconds: number): void
  toDesk(moment: Date): Date
}

export function createDemoClock(start: Date): DemoClock {
  let milliseconds = start.getTime()
  let shift = 0
  return {
    // Never two events at one time: a timeline keeps their order.
    now: () => new Date(milliseconds++),
    moveTo(moment) {
      milliseconds = Math.max(milliseconds, moment.getTime())
    },
    shiftDesk(by) {
      shift = by
    },
    toDesk: moment => new Date(moment.getTime() + shift),
  }
}
