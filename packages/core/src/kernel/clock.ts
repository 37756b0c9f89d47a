import type { UnitOfWork } from './unit-of-work.ts'

/** Something the desk does by the clock. `cron` is in UTC. Runs in batches until there is nothing left to do. */
export type ClockTask = {
  name: string
  cron: string
  /** One bounded batch in one transaction; returns how many things it did, 0 to stop. */
  batch(uow: UnitOfWork): Promise<number>
}
