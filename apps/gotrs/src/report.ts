/** One sentence on standard error; the trace only for those who ask for it. */
export function report(error: unknown): void {
  console.error(sentence(error))
}

export function sentence(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentence).join('; ')
  return error instanceof Error ? error.message : String(error)
}
