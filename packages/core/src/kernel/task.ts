import type { Kernel } from './kernel.ts'

/** A job that is not a reaction to an event, such as to process an incoming mail. */
export type Task = {
  name: string
  maxAttempts: number
  /** `isLastAttempt`: the next failure is final; leave a visible state behind. */
  run(kernel: Kernel, payload: Record<string, unknown>, attempt: { isLastAttempt: boolean }): Promise<void>
}
