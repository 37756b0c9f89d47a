import type { Kernel } from './kernel.ts'

/** A job that is not a reaction to an event, such as to process an incoming mail. */
export type Task = {
  name: string
  maxAttempts: number
  run(kernel: Kernel, payload: Record<string, unknown>, attempt: Attempt): Promise<void>
}

/** How often its job has started, this time included, and whether it has ever failed: else each earlier start was cut off. */
export type Attempt = { starts: number; hasFailed: boolean }
