import { join } from 'node:path'
import { findRunningPostgres, startEmbeddedPostgres } from '@gotrs/db/embedded-postgres'
import { putIntoEnvironment, readSettings, type Settings } from '../env.ts'
import { keyEnvironment, provideSecretKeys } from '../secrets/secret-keys.ts'
import { lockDataDir } from '../start/lock.ts'
import { databaseTrouble } from './reach.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Uses the database of DATABASE_URL or of the GOTRS that runs on DATA_DIR, or starts one for this command. */
export async function withDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const settings = readSettings()
  const dataDir = join(settings.dataDir, 'postgres')
  const url = settings.databaseUrl ?? (await findRunningPostgres(dataDir))?.url
  if (url) return onDatabase(settings, url, work)
  return withOwnPostgres(settings, dataDir, work)
}

async function withOwnPostgres<T>(settings: Settings, dataDir: string, work: (databaseUrl: string) => Promise<T>) {
  const lock = lockDataDir(settings.dataDir)
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} })
    const leave = async () => {
      await postgres.stop()
      lock.release()
      process.exit(130)
    }
    for (const signal of signals) process.once(signal, leave)
    try {
      return await onDatabase(settings, postgres.url, work)
    } finally {
      for (const signal of signals) process.off(signal, leave)
      await postgres.stop()
    }
  } finally {
    lock.release()
  }
}

/** Core and the seed read their settings from the environment, so it must contain the derived ones. */
async function onDatabase<T>(settings: Settings, url: string, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  putIntoEnvironment({
    DATABASE_URL: url,
    ...keyEnvironment(await provideSecretKeys(settings)),
    DATA_DIR: settings.dataDir,
    BASE_URL: settings.baseUrl,
  })
  try {
    return await work(url)
  } catch (error) {
    throw databaseTrouble(error, url)
  }
}
