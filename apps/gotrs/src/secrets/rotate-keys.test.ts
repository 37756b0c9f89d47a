import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signAccessToken, verifyAccessToken } from '@gotrs/core/accounts/access-token'
import { createRefreshToken, familyOfToken } from '@gotrs/core/accounts/refresh-token'
import { type Desk, openDesk } from '@gotrs/core/desk'
import { createVault, secretKeyId } from '@gotrs/core/kernel/vault'
import { openPassword, passwordPurpose } from '@gotrs/core/mailboxes/accounts'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { inspectSecrets, lostSecretsText } from './lost-secrets.ts'
import { rotationText } from './rotate.ts'
import { rotateKeys } from './rotate-keys.ts'
import { sealedColumns } from './sealed-columns.ts'
import { newSecretKey, provideSecretKeys, writeKeys } from './secret-keys.ts'

let world: World
let dataDir: string
let first: string
beforeAll(async () => {
  world = await createWorld()
  await world.pool.query(
    `insert into webhooks (id, name, url, event_types, secret_encrypted, created_at)
     values ($1, 'Chat', 'https://chat.example', '{}', '\\x00', now())`,
    [world.supportId],
  )
})
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gotrs-rotate-'))
  first = newSecretKey()
  await writeKeys(join(dataDir, 'secret-key'), [first])
  await sealAll(first)
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))
afterAll(() => world.remove())

const settings = (more = {}) => ({
  dataDir,
  secretKey: undefined as string | undefined,
  oldSecretKeys: [] as string[],
  databaseUrl: undefined,
  ...more,
})
const rotate = (more = {}) => rotateKeys(world.databaseUrl, settings(more))
const idOf = (table: string) => (table === 'webhooks' ? world.supportId : world.mailboxId)

/** A secret in every column that there is. */
async function sealAll(...keys: [string, ...string[]]) {
  const vault = createVault(() => keys)
  for (const { table, column, purposeOf } of sealedColumns) {
    const sealed = vault.seal(purposeOf(idOf(table)), `secret of ${column}`)
    await world.pool.query(`update ${table} set ${column} = $2 where id = $1`, [idOf(table), sealed])
  }
}

async function openAll(...keys: [string, ...string[]]) {
  const vault = createVault(() => keys)
  for (const { table, column, purposeOf } of sealedColumns) {
    const { rows } = await world.pool.query(`select ${column} as sealed from ${table} where id = $1`, [idOf(table)])
    expect(vault.open(purposeOf(idOf(table)), rows[0].sealed)).toBe(`secret of ${column}`)
  }
}

it('knows every column of the schema that holds a sealed secret', async () => {
  const { rows } = await world.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and (data_type = 'bytea' or column_name like '%encrypted%') order by 1`,
  )
  expect(rows.map(row => row.name)).toEqual(sealedColumns.map(it => `${it.table}.${it.column}`).sort())
})

it('makes a key, keeps the old one and seals every secret again', async () => {
  const rotation = await rotate()
  const [now, old, ...none] = await provideSecretKeys(settings())
  expect([old, none]).toEqual([first, []])
  const count = sealedColumns.length
  expect(rotation).toMatchObject({ outcome: 'rotated', resealed: count, secrets: count, lost: [] })
  expect(rotation).toMatchObject({ keyId: secretKeyId(now), oldKeyIds: [secretKeyId(first)] })
  await openAll(now)
  expect(rotationText(rotation, { isInFile: true })).toMatch(
    /encrypted 7 of 7 secrets again\.\n.*seconds.*\n.*after 30 days/,
  )
})

it('seals secrets from before keys had ids', async () => {
  const vault = createVault(() => [first])
  const purpose = passwordPurpose(world.mailboxId, 'imap')
  const bare = vault.seal(purpose, 'secret of imap_password_encrypted').subarray(7)
  await world.pool.query('update mailboxes set imap_password_encrypted = $1', [bare])
  await rotate()
  await openAll((await provideSecretKeys(settings()))[0])
})

it('finishes a rotation that was cut off after the key was written, without another key', async () => {
  const next = newSecretKey()
  await writeKeys(join(dataDir, 'secret-key'), [next, first])
  expect(await rotate()).toMatchObject({
    outcome: 'finished',
    keyId: secretKeyId(next),
    resealed: sealedColumns.length,
  })
  expect(await provideSecretKeys(settings())).toEqual([next, first])
  await openAll(next)
})

it('leaves all secrets as they were where one cannot be written, and does it all the next time', async () => {
  await world.asOwner(`alter table webhooks add constraint refuse check (length(secret_encrypted) < 5) not valid`)
  await expect(rotate()).rejects.toThrow('refuse')
  await openAll(first)
  await world.asOwner('alter table webhooks drop constraint refuse')
  expect(await rotate()).toMatchObject({ outcome: 'finished', resealed: sealedColumns.length })
})

it('prepares a key for the environment, and seals once both are set', async () => {
  const prepared = await rotate({ secretKey: first })
  expect(prepared).toMatchObject({ outcome: 'prepared', resealed: 0 })
  await openAll(first)
  const both = { secretKey: prepared.newSecretKey, oldSecretKeys: [first] }
  expect(await rotate(both)).toMatchObject({ outcome: 'finished', resealed: sealedColumns.length })
  await openAll(String(prepared.newSecretKey))
  expect(await rotate(both)).toMatchObject({ outcome: 'unchanged', resealed: 0, secrets: sealedColumns.length })
})

it('does not run twice at once', async () => {
  const client = await world.pool.connect()
  await client.query(`select pg_advisory_lock(hashtext('gotrs:secrets'))`)
  await expect(rotate()).rejects.toThrow('Another gotrs secrets rotate is running')
  client.release(true)
})

it('names the mailboxes and webhooks whose key was removed, and does not change their secrets', async () => {
  await sealAll(newSecretKey())
  const rotation = await rotate()
  expect(rotation).toMatchObject({ resealed: 0, lost: ['mailbox support', 'webhook Chat'] })
  const state = await inspectSecrets(world.databaseUrl, await provideSecretKeys(settings()))
  expect(lostSecretsText(state)).toContain('mailbox support, webhook Chat')
})

const deskWith = (keys: { secretKey: string; secretKeyFile?: string }): Desk =>
  openDesk({
    ...keys,
    databaseUrl: world.databaseUrl,
    blobsDir: world.blobsDir,
    baseUrl: world.baseUrl,
    info: world.info,
    log: world.log,
    poolSize: 1,
  })

it('lets a running desk open new secrets and honour old tokens at once, and reject them when the key is dropped', async () => {
  const file = join(dataDir, 'secret-key')
  const desk = deskWith({ secretKey: first, secretKeyFile: file })
  const claim = { userId: world.ana.id, familyId: world.supportId }
  const access = await signAccessToken(desk, claim)
  const refresh = createRefreshToken(desk.vault, claim.familyId)
  await rotate()
  const { rows } = await world.pool.query('select imap_password_encrypted as sealed from mailboxes')
  expect(openPassword(desk.vault, world.mailboxId, 'imap', rows[0].sealed)).toBe('secret of imap_password_encrypted')
  expect(desk.vault.keyIds).toHaveLength(2)
  expect(await verifyAccessToken(desk, access)).toEqual(claim)
  expect(familyOfToken(desk.vault, refresh)).toBe(claim.familyId)
  const [now] = await provideSecretKeys(settings())
  const dropped = deskWith({ secretKey: now })
  expect(await verifyAccessToken(dropped, access)).toBeNull()
  expect(familyOfToken(dropped.vault, refresh)).toBeNull()
  await Promise.all([desk.close(), dropped.close()])
})
