import type { SecretKeys } from '@gotrs/core/kernel/secret-keys'
import { createVault, sealedKeyId, secretKeyId, type Vault } from '@gotrs/core/kernel/vault'
import { createPool } from '@gotrs/db/client'
import { opens } from './lost-secrets.ts'
import { type Querying, type SealedColumn, type SealedRow, sealedColumns, sealedRows } from './sealed-columns.ts'
import { keyFileOf, newSecretKey, provideSecretKeys, writeKeys } from './secret-keys.ts'

type KeySettings = Parameters<typeof provideSecretKeys>[0]

/**
 * `rotated`: there is a new key, and it encrypts all secrets. `finished`: the new key existed already, from an
 * interrupted rotation or in the environment. `prepared`: nothing has changed, the environment must name the new key
 * first. `unchanged`: the current key encrypts all secrets already.
 */
export type Rotation = {
  outcome: 'rotated' | 'finished' | 'prepared' | 'unchanged'
  keyId: string
  oldKeyIds: string[]
  /** How many secrets were encrypted again, and how many there are. */
  resealed: number
  secrets: number
  /** The owners of secrets that no listed key decrypts; these secrets stay unchanged. */
  lost: string[]
  /** For `prepared`: the value for SECRET_KEY. */
  newSecretKey?: string
}

const maxKeys = 20

/**
 * Safe to repeat at any time: the new key is on disk before it encrypts the first secret, and one transaction encrypts
 * all secrets again. @throws Error if another rotation runs
 */
export async function rotateKeys(databaseUrl: string, settings: KeySettings): Promise<Rotation> {
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'gotrs secrets rotate' })
  const client = await pool.connect()
  try {
    const { rows } = await client.query(`select pg_try_advisory_lock(hashtext('gotrs:secrets')) as mine`)
    if (!rows[0]?.mine) throw new Error('Another gotrs secrets rotate is running on this database: wait until it ends.')
    return await rotate(client, settings)
  } finally {
    // The lock ends with the connection too, but the server may take a moment to see that it is closed.
    await client.query(`select pg_advisory_unlock_all()`).catch(() => {})
    client.release(true)
    await pool.end()
  }
}

async function rotate(client: Querying, settings: KeySettings): Promise<Rotation> {
  const keys = await provideSecretKeys(settings)
  const isUnfinished =
    keys.length > 1 &&
    (await hasOthers(
      client,
      createVault(() => keys),
    ))
  if (settings.secretKey) return keys.length === 1 ? prepared(keys) : reseal(client, keys, 'finished')
  if (isUnfinished) return reseal(client, keys, 'finished')
  if (keys.length >= maxKeys) {
    throw new Error(`${keyFileOf(settings)} has ${keys.length} keys: delete the lines of keys that are not in use.`)
  }
  const next: SecretKeys = [newSecretKey(), ...keys]
  await writeKeys(keyFileOf(settings), next)
  return reseal(client, next, 'rotated')
}

function prepared(keys: SecretKeys): Rotation {
  const made = newSecretKey()
  const [keyId, oldKeyIds] = [secretKeyId(made), keys.map(secretKeyId)]
  return { outcome: 'prepared', keyId, oldKeyIds, resealed: 0, secrets: 0, lost: [], newSecretKey: made }
}

async function hasOthers(client: Querying, vault: Vault): Promise<boolean> {
  for (const column of sealedColumns) {
    for await (const row of sealedRows(client, column)) {
      if (sealedKeyId(row.sealed) !== vault.keyIds[0] && opens(vault, column, row)) return true
    }
  }
  return false
}

async function reseal(client: Querying, keys: SecretKeys, outcome: Rotation['outcome']): Promise<Rotation> {
  const vault = createVault(() => keys)
  const [keyId = '', ...oldKeyIds] = vault.keyIds
  const count = { resealed: 0, secrets: 0, lost: new Set<string>() }
  await client.query('begin')
  try {
    for (const column of sealedColumns) await resealColumn(client, vault, column, count)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
  const isNothing = outcome === 'finished' && count.resealed === 0
  return { outcome: isNothing ? 'unchanged' : outcome, keyId, oldKeyIds, ...count, lost: [...count.lost] }
}

type Count = { resealed: number; secrets: number; lost: Set<string> }

async function resealColumn(client: Querying, vault: Vault, column: SealedColumn, count: Count): Promise<void> {
  for await (const row of sealedRows(client, column, { isLocking: true })) {
    count.secrets += 1
    if (sealedKeyId(row.sealed) === vault.keyIds[0]) continue
    if (!opens(vault, column, row)) {
      if (!column.isTransient) count.lost.add(`${column.noun} ${row.name}`)
      continue
    }
    await resealRow(client, vault, column, row)
    count.resealed += 1
  }
}

async function resealRow(client: Querying, vault: Vault, column: SealedColumn, row: SealedRow): Promise<void> {
  const purpose = column.purposeOf(row.id)
  const sealed = vault.seal(purpose, vault.open(purpose, row.sealed))
  await client.query(`update ${column.table} set ${column.column} = $2 where id = $1`, [row.id, sealed])
}
