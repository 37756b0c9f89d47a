import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../env.ts'
import { findSecretKeys } from '../secrets/secret-keys.ts'

/** A command that works for somebody else, as a mail server does, makes no desk. @throws where there is none yet */
export async function requireDesk(settings: Settings): Promise<void> {
  const { dataDir, databaseUrl } = settings
  if (!databaseUrl && !existsSync(join(dataDir, 'postgres', 'cluster'))) {
    throw new Error(`There is no desk in ${dataDir}: set DATA_DIR to the folder of yours, or DATABASE_URL.`)
  }
  if (!(await findSecretKeys(settings))) {
    throw new Error(`${join(dataDir, 'secret-key')} is missing: put it back from a backup, or set SECRET_KEY.`)
  }
}
