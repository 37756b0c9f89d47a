import type { Kernel } from './kernel.ts'

/** A job that is no reaction to an event, such as reading a mail that has come in. */
export type Task = {
  name: string
  maxAttempts: number
  /** `isLastAttempt`: the next failure is final; leave a visible state behind. */
  run(kernel: Kernel, payload: Record<string, unknown>, attempt: { isLastAttempt: boolean }): Promise<void>
}
