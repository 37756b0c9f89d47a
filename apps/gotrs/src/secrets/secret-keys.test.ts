import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findSecretKeys, keyEnvironment, provideSecretKeys, writeKeys } from './secret-keys.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'gotrs-key-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const embedded = () => ({ dataDir, secretKey: undefined, oldSecretKeys: [], databaseUrl: undefined })

it('makes a key once, keeps it and shows it to nobody else', async () => {
  expect(await findSecretKeys(embedded())).toBeNull()
  const [key] = await provideSecretKeys(embedded())
  expect(key.length).toBeGreaterThanOrEqual(43)
  expect(await provideSecretKeys(embedded())).toEqual([key])
  expect(statSync(join(dataDir, 'secret-key')).mode & 0o077).toBe(0)
})

it('prefers the one that is set, with the old ones behind it', async () => {
  const settings = { ...embedded(), secretKey: 'given', oldSecretKeys: ['former'] }
  expect(await provideSecretKeys(settings)).toEqual(['given', 'former'])
  expect(keyEnvironment(['given', 'former', 'first'])).toEqual({
    SECRET_KEY: 'given',
    SECRET_KEYS_OLD: 'former,first',
  })
})

it('replaces the file as a whole, readable only by its owner, and leaves no temporary file', async () => {
  const file = join(dataDir, 'secret-key')
  const [older, newer] = ['old'.padEnd(32, '-'), 'new'.padEnd(32, '-')]
  await writeKeys(file, [older])
  await writeKeys(file, [newer, older])
  expect(readFileSync(file, 'utf8')).toBe(`${newer}\n${older}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(dataDir)).toEqual(['secret-key'])
  expect(await provideSecretKeys(embedded())).toEqual([newer, older])
})

it('asks for one where the database is not embedded', async () => {
  const settings = { ...embedded(), databaseUrl: 'postgres://db/gotrs' }
  await expect(provideSecretKeys(settings)).rejects.toThrow(/DATABASE_URL is set but SECRET_KEY is not.*openssl rand/)
})

it('never replaces a damaged key: what it encrypted would be lost', async () => {
  writeFileSync(join(dataDir, 'secret-key'), 'cut\n')
  await expect(provideSecretKeys(embedded())).rejects.toThrow(/is damaged: restore it from a backup/)
})
