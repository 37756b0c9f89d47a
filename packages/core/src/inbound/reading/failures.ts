const machineCodes = new Set(
  [
    // connections
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'],
    // disk
    ...['ENOSPC', 'EIO', 'EROFS', 'EMFILE', 'ENFILE', 'EDQUOT', 'EACCES'],
    // Postgres: two transactions that block each other, https://www.postgresql.org/docs/18/errcodes-appendix.html
    ...['40001', '40P01', '55P03', '25006'],
  ].map(String),
)
/** Connection, resources, operator, system errors of Postgres. */
const machineClasses = ['08', '53', '57', '58']

/** Is it an error of the machine (database unavailable, disk full) and not of the mail? */
export function isOfMachine(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = String((at as { code?: unknown }).code ?? '')
    if (machineCodes.has(code) || (code.length === 5 && machineClasses.includes(code.slice(0, 2)))) return true
    if (
      /connection terminated|timeout exceeded when trying to connect|connection timeout|not queryable/i.test(at.message)
    ) {
      return true
    }
  }
  return false
}
