const advice: Record<string, string> = {
  ECONNREFUSED: 'no server listens there: start it, or correct DATABASE_URL',
  ENOTFOUND: 'the host does not exist: correct DATABASE_URL',
  EAI_AGAIN: 'DNS cannot resolve the host name: check the network, or correct DATABASE_URL',
  ECONNRESET: 'it closed the connection: correct DATABASE_URL, or read its log',
  ETIMEDOUT: 'it does not answer: check the network and firewall, or correct DATABASE_URL',
  '28P01': 'it rejects the password: correct DATABASE_URL',
  '28000': 'it rejects this user: correct DATABASE_URL or its pg_hba.conf',
  '42P01': 'its schema is missing: run gotrs migrate',
  '3D000': 'the database does not exist: create it, or correct DATABASE_URL',
  '42501': 'this user may not change the schema: make it the owner of the database',
}

const silence = 'the server there does not respond like PostgreSQL: correct DATABASE_URL, or check whether it hangs'

/** The driver gives these no code. */
const isSilence = (error: unknown): boolean =>
  error instanceof Error && /^(timeout expired|Connection terminated)/.test(error.message)

/** The problem with the database, as a sentence that says what to do. */
export function databaseTrouble(error: unknown, databaseUrl: string): unknown {
  const hint = advice[codeOf(error)] ?? (isSilence(error) ? silence : undefined)
  if (!hint) return error
  const { host, pathname } = new URL(databaseUrl)
  return new Error(`Cannot use the database ${host}${pathname}: ${hint}.`, { cause: error })
}

/** The query builder wraps the error of the driver. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code
  }
  return ''
}
