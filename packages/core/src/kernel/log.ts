/** The logger that the kernel needs: `createLog` creates one. Facts are ids, numbers and words of the program, and `err`. */
export type Log = {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
