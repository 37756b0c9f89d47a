import { acknowledgementTrouble } from '@gotrs/core/outbound/suppressed'
import { createPool, dbOf } from '@gotrs/db/client'
import { type Finding, fine, trouble } from './finding.ts'

/** Is the desk below its limits on automatic mail? */
export async function checkMail(databaseUrl: string, now = new Date()): Promise<Finding> {
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'gotrs doctor' })
  try {
    const reached = await acknowledgementTrouble({ db: dbOf(pool) }, now)
    return reached ? trouble('Mail out', `acknowledgements: ${reached}.`) : fine('Mail out', 'below the hourly limit')
  } finally {
    await pool.end()
  }
}
