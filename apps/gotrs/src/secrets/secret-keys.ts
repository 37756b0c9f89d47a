import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseKeyFile, type SecretKeys } from '@gotrs/core/kernel/secret-keys'
import type { Settings } from '../env.ts'

type KeySettings = Pick<Settings, 'dataDir' | 'secretKey' | 'oldSecretKeys' | 'databaseUrl'>

/** The keys that secrets in the database are encrypted with, the current one first: they must outlive every restart. */
export async function provideSecretKeys(settings: KeySettings): Promise<SecretKeys> {
  return (await findSecretKeys(settings)) ?? makeKeys(settings)
}

/** Those that are set or kept; null where the first start will make one. */
export async function findSecretKeys(settings: KeySettings): Promise<SecretKeys | null> {
  const { secretKey, oldSecretKeys } = settings
  if (secretKey) return [secretKey, ...oldSecretKeys]
  if (settings.databaseUrl) {
    throw new Error(
      'SECRET_KEY is not set and DATABASE_URL is: set SECRET_KEY to at least 32 random characters (openssl rand -base64 33) and keep it with the backups.',
    )
  }
  const kept = await readKeys(keyFileOf(settings))
  return kept && [...kept, ...oldSecretKeys]
}

export const keyFileOf = ({ dataDir }: Pick<Settings, 'dataDir'>) => join(dataDir, 'secret-key')

export const newSecretKey = (): string => randomBytes(33).toString('base64')

/** What a process that is started gets of them. */
export const keyEnvironment = ([current, ...old]: SecretKeys) => ({
  SECRET_KEY: current,
  SECRET_KEYS_OLD: old.join(','),
})

/** Atomic and on disk when it returns: after a crash the file holds the former keys or these. */
export async function writeKeys(file: string, keys: SecretKeys): Promise<void> {
  const draft = await open(`${file}.draft`, 'w', 0o600)
  try {
    await draft.writeFile(keys.map(key => `${key}\n`).join(''))
    await draft.sync()
  } finally {
    await draft.close()
  }
  await rename(`${file}.draft`, file)
  const folder = await open(dirname(file), 'r')
  await folder.sync().finally(() => folder.close())
}

async function readKeys(file: string): Promise<SecretKeys | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    // The check of the data folder reports a folder that is no folder.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw new Error(`${file} cannot be read: start GOTRS as the user it belongs to.`, { cause: error })
  }
  try {
    return parseKeyFile(text)
  } catch (cause) {
    const message = `${file} is damaged: put it back from a backup; without it the mail accounts' passwords are lost.`
    throw new Error(message, { cause })
  }
}

async function makeKeys(settings: KeySettings): Promise<SecretKeys> {
  const key = newSecretKey()
  await writeKeys(keyFileOf(settings), [key])
  return [key, ...settings.oldSecretKeys]
}
