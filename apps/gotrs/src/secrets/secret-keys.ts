import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseKeyFile, type SecretKeys } from '@gotrs/core/kernel/secret-keys'
import type { Settings } from '../env.ts'

type KeySettings = Pick<Settings, 'dataDir' | 'secretKey' | 'oldSecretKeys' | 'databaseUrl'>

/** The keys that encrypt secrets in the database, the current one first. They must survive every restart. */
export async function provideSecretKeys(settings: KeySettings): Promise<SecretKeys> {
  return (await findSecretKeys(settings)) ?? makeKeys(settings)
}

/** The keys in the settings or in the key file; null if the first start will create one. */
export async function findSecretKeys(settings: KeySettings): Promise<SecretKeys | null> {
  const { secretKey, oldSecretKeys } = settings
  if (secretKey) return [secretKey, ...oldSecretKeys]
  if (settings.databaseUrl) {
    throw new Error(
      'DATABASE_URL is set but SECRET_KEY is not: set SECRET_KEY to at least 32 random characters (openssl rand -base64 33) and keep it with the backups.',
    )
  }
  const kept = await readKeys(keyFileOf(settings))
  return kept && [...kept, ...oldSecretKeys]
}

export const keyFileOf = ({ dataDir }: Pick<Settings, 'dataDir'>) => join(dataDir, 'secret-key')

export const newSecretKey = (): string => randomBytes(33).toString('base64')

/** The keys as environment variables for a child process. */
export const keyEnvironment = ([current, ...old]: SecretKeys) => ({
  SECRET_KEY: current,
  SECRET_KEYS_OLD: old.join(','),
})

/** Atomic and on disk when it returns: after a crash the file has either the former keys or the new ones. */
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
    // The check of the data folder reports a path that is not a folder.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw new Error(`Cannot read ${file}: start GOTRS as the user who owns it.`, { cause: error })
  }
  try {
    return parseKeyFile(text)
  } catch (cause) {
    const message = `${file} is damaged: restore it from a backup. Without it the passwords of the mail accounts are lost.`
    throw new Error(message, { cause })
  }
}

async function makeKeys(settings: KeySettings): Promise<SecretKeys> {
  const key = newSecretKey()
  await writeKeys(keyFileOf(settings), [key])
  return [key, ...settings.oldSecretKeys]
}
