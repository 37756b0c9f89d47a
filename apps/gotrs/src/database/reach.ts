const advice: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there: start it, or correct DATABASE_URL',
  ENOTFOUND: 'there is no such host: correct DATABASE_URL',
  EAI_AGAIN: 'the host name cannot be looked up: check the network, or correct DATABASE_URL',
  ECONNRESET: 'it cut the line: correct DATABASE_URL, or look at its log',
  ETIMEDOUT: 'it does not answer: check the network and firewall, or correct DATABASE_URL',
  '28P01': 'it refuses the password: correct DATABASE_URL',
  '28000': 'it refuses this user: correct DATABASE_URL or its pg_hba.conf',
  '42P01': 'its schema is missing: run gotrs migrate',
  '3D000': 'there is no such database: create it, or correct DATABASE_URL',
  '42501': 'this user may not change the schema: make it the owner of the database',
}

const silence = 'what listens there does not answer as PostgreSQL does: correct DATABASE_URL, or see whether it hangs'

/** The driver gives these no code. */
const isSilence = (error: unknown): boolean =>
  error instanceof Error && /^(timeout expired|Connection terminated)/.test(error.message)

/** What went wrong with the database, as a sentence that says what to do. */
export function databaseTrouble(error: unknown, databaseUrl: string): unknown {
  const hint = advice[codeOf(error)] ?? (isSilence(error) ? silence : undefined)
  if (!hint) return error
  const { host, pathname } = new URL(databaseUrl)
  return new Error(`The database ${host}${pathname} cannot be used, ${hint}.`, { cause: error })
}

/** The query builder wraps what the driver said. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code
  }
  return ''
}
