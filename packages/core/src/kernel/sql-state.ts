import { DatabaseError } from 'pg'

/** Is it an error of Postgres with this SQLSTATE? Drizzle wraps the error of Postgres as its cause. */
export function hasSqlState(error: unknown, state: string): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && cause.code === state) return true
  }
  return false
}

export const sqlState = { queryCancelled: '57014', uniqueViolation: '23505' } as const

/** Did Postgres reject the statement? Then nothing of it was committed. After any other failure nobody knows. */
export const isRejected = (error: unknown): boolean => error instanceof DatabaseError && error.severity === 'ERROR'
