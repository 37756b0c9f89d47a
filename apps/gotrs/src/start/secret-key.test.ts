import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findSecretKey, provideSecretKey } from './secret-key.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'gotrs-key-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const embedded = () => ({ dataDir, secretKey: undefined, databaseUrl: undefined })

it('makes a key once, keeps it and shows it to nobody else', async () => {
  expect(await findSecretKey(embedded())).toBeNull()
  const key = await provideSecretKey(embedded())
  expect(key.length).toBeGreaterThanOrEqual(43)
  expect(await provideSecretKey(embedded())).toBe(key)
  expect(statSync(join(dataDir, 'secret-key')).mode & 0o077).toBe(0)
})

it('prefers the one that is set', async () => {
  expect(await provideSecretKey({ ...embedded(), secretKey: 'given' })).toBe('given')
})

it('asks for one where the database is not embedded', async () => {
  const settings = { ...embedded(), databaseUrl: 'postgres://db/gotrs' }
  await expect(provideSecretKey(settings)).rejects.toThrow(/SECRET_KEY is not set .*openssl rand/)
})

it('never replaces a damaged key: what it encrypted would be lost', async () => {
  writeFileSync(join(dataDir, 'secret-key'), 'cut\n')
  await expect(provideSecretKey(embedded())).rejects.toThrow(/is damaged: put it back from a backup/)
})
