import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The current key first, then the keys that it replaced, newest first. */
export type SecretKeys = readonly [string, ...string[]]

/** The keys to use now. `isStale`: a value names a key that is not among them, so read the file again at once. */
export type KeyRing = (options?: { isStale?: boolean }) => SecretKeys

export const minKeyLength = 32
const lookAgainMs = 5_000

export type KeySource = {
  secretKey: string
  oldSecretKeys?: readonly string[] | undefined
  /** The key file of a desk with embedded Postgres: `gotrs secrets rotate` writes it while processes run. */
  secretKeyFile?: string | undefined
}

/**
 * The keys to use now. If the file contains the key of this process, the file decides: its first key is the current one,
 * and the process reads it again within seconds after a change.
 */
export function secretKeySource({ secretKey, oldSecretKeys = [], secretKeyFile }: KeySource): KeyRing {
  const given: SecretKeys = [secretKey, ...oldSecretKeys]
  let keys = given
  let readAt = Number.NEGATIVE_INFINITY
  return ({ isStale = false } = {}) => {
    if (secretKeyFile === undefined || (!isStale && performance.now() - readAt < lookAgainMs)) return keys
    readAt = performance.now()
    const inFile = keysInFile(secretKeyFile)
    // Keep the keys that were read: a missing file must not make the new key unknown again.
    if (inFile !== null) keys = withFile(given, inFile)
    return keys
  }
}

/** SECRET_KEYS_OLD. */
export const oldKeyList = z
  .string()
  .default('')
  .transform(text => text.split(',').flatMap(key => key.trim() || []))
  .refine(
    keys => keys.every(key => key.length >= minKeyLength),
    'must be keys of at least 32 characters, separated by commas',
  )

/** One key a line. @throws Error where a line is too short to be a key */
export function parseKeyFile(text: string): SecretKeys {
  const keys = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  if (keys.length === 0 || keys.some(key => key.length < minKeyLength)) throw new Error('The key file is damaged.')
  return keys as [string, ...string[]]
}

function withFile(given: SecretKeys, inFile: readonly string[]): SecretKeys {
  if (!inFile.includes(given[0])) return given
  return [...new Set([...inFile, ...given])] as [string, ...string[]]
}

/** A file that cannot be read, or is damaged, does not stop a process that has its keys already. */
function keysInFile(file: string): SecretKeys | null {
  try {
    return parseKeyFile(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
