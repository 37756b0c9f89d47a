import type { UnitOfWork } from './unit-of-work.ts'

/** Work that the desk does at fixed times. `cron` is in UTC. Runs in batches until nothing is left to do. */
export type ClockTask = {
  name: string
  cron: string
  /** One bounded batch in one transaction. @returns how many rows it changed; 0 to stop */
  batch(uow: UnitOfWork): Promise<number>
}
