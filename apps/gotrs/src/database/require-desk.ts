import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../env.ts'
import { findSecretKeys } from '../secrets/secret-keys.ts'

/** A command that a mail server runs never creates a desk. @throws if there is none yet */
export async function requireDesk(settings: Settings): Promise<void> {
  const { dataDir, databaseUrl } = settings
  if (!databaseUrl && !existsSync(join(dataDir, 'postgres', 'cluster'))) {
    throw new Error(`There is no GOTRS in ${dataDir}: set DATA_DIR to the folder of your GOTRS, or set DATABASE_URL.`)
  }
  if (!(await findSecretKeys(settings))) {
    throw new Error(`${join(dataDir, 'secret-key')} is missing: restore it from a backup, or set SECRET_KEY.`)
  }
}
