import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../env.ts'

type KeySettings = Pick<Settings, 'dataDir' | 'secretKey' | 'databaseUrl'>

/** The key that accounts' passwords in the database are encrypted with: it must outlive every restart. */
export async function provideSecretKey(settings: KeySettings): Promise<string> {
  return (await findSecretKey(settings)) ?? makeKey(fileFor(settings))
}

/** The one that is set or kept; null where the first start will make one. */
export async function findSecretKey(settings: KeySettings): Promise<string | null> {
  if (settings.secretKey) return settings.secretKey
  if (settings.databaseUrl) {
    throw new Error(
      'SECRET_KEY is not set and DATABASE_URL is: set SECRET_KEY to at least 32 random characters (openssl rand -base64 33) and keep it with the backups.',
    )
  }
  return readKey(fileFor(settings))
}

const fileFor = (settings: KeySettings) => join(settings.dataDir, 'secret-key')

async function readKey(file: string): Promise<string | null> {
  try {
    const key = (await readFile(file, 'utf8')).trim()
    if (key.length >= 32) return key
  } catch (error) {
    // A folder that is no folder is told of by itself.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw new Error(`${file} cannot be read: start GOTRS as the user it belongs to.`, { cause: error })
  }
  throw new Error(`${file} is damaged: put it back from a backup; without it the mail accounts' passwords are lost.`)
}

async function makeKey(file: string): Promise<string> {
  const key = randomBytes(33).toString('base64')
  const draft = await open(`${file}.draft`, 'w', 0o600)
  await draft.writeFile(`${key}\n`)
  await draft.sync()
  await draft.close()
  await rename(`${file}.draft`, file)
  return key
}
