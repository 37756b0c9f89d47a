/** One sentence on standard error. */
export function report(error: unknown): void {
  console.error(sentence(error))
}

export function sentence(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentence).join('; ')
  // A failed query's own message holds the statement and what was to be written: never for a screen.
  if (error instanceof Error && 'query' in error) return `The database refused: ${sentence(error.cause)}.`
  return error instanceof Error ? error.message : String(error)
}
