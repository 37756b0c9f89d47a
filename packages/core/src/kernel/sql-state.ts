import { DatabaseError } from 'pg'

/** Is it an error of Postgres with this SQLSTATE? Drizzle wraps the error of Postgres as its cause. */
export const hasSqlState = (error: unknown, state: string): boolean =>
  chainOf(error).some(cause => 'code' in cause && cause.code === state)

function chainOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let cause = error; cause instanceof Error && chain.length < 5; cause = cause.cause) chain.push(cause)
  return chain
}

export const sqlState = { queryCancelled: '57014', uniqueViolation: '23505' } as const

/** Did Postgres reject the statement? Then nothing of it was committed. After any other failure nobody knows. */
export const isRejected = (error: unknown): boolean => error instanceof DatabaseError && error.severity === 'ERROR'
