import type { Agent } from './agent.ts'
import type { Customers } from './customers.ts'
import type { UidMap } from './folders.ts'
import type { Monitor } from './monitor.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'
import type { World } from './world.ts'

export type Stage = {
  world: World
  customers: Customers
  agent: Agent
  monitor: Monitor
  random: Random
  report: Report
  uidMap: UidMap
  /** The number of mails that the customers send during one fault. */
  mailCount: number
  /** Recoveries that the run awaits after the other faults. */
  pending: Promise<void>[]
}

/** One fault, until the desk has recovered from it. */
export type Fault = { name: string; run(stage: Stage): Promise<void> }

/** How long the desk may take to show a fault, or to recover from it. */
export const timeLimitMs = 60_000
