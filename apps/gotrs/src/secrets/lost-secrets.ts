import type { SecretKeys } from '@gotrs/core/kernel/secret-keys'
import { createVault, sealedKeyId, type Vault } from '@gotrs/core/kernel/vault'
import { createPool } from '@gotrs/db/client'
import { type SealedColumn, type SealedRow, sealedColumns, sealedRows } from './sealed-columns.ts'

export type SecretsState = {
  /** The owners of secrets that no listed key decrypts: `mailbox support`. */
  lost: string[]
  /** The ids of the keys that encrypted these, if they name one. */
  missingKeyIds: string[]
  /** How many secrets each listed key encrypted, current key first. */
  counts: { keyId: string; count: number }[]
}

/** Finds the secrets in the database that the keys decrypt, and the key that encrypted each. */
export async function inspectSecrets(databaseUrl: string, keys: SecretKeys): Promise<SecretsState> {
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'gotrs secret keys' })
  const vault = createVault(() => keys)
  const counts = new Map(vault.keyIds.map(id => [id, 0]))
  const lost = new Set<string>()
  const missing = new Set<string>()
  try {
    for (const column of sealedColumns) {
      for await (const row of sealedRows(pool, column)) {
        const keyId = sealedKeyId(row.sealed) ?? String(vault.keyIds.at(-1))
        if (opens(vault, column, row)) counts.set(keyId, (counts.get(keyId) ?? 0) + 1)
        else if (!column.isTransient) {
          lost.add(`${column.noun} ${row.name}`)
          if (sealedKeyId(row.sealed) !== null && !counts.has(keyId)) missing.add(keyId)
        }
      }
    }
  } finally {
    await pool.end()
  }
  return {
    lost: [...lost],
    missingKeyIds: [...missing],
    counts: [...counts].map(([keyId, count]) => ({ keyId, count })),
  }
}

/** A sentence that says what to do about lost secrets; null if no secret is lost. */
export function lostSecretsText({ lost, missingKeyIds }: Pick<SecretsState, 'lost' | 'missingKeyIds'>): string | null {
  if (lost.length === 0) return null
  const named = lost.slice(0, 5).join(', ')
  const more = lost.length > 5 ? ` and ${lost.length - 5} more` : ''
  const which = missingKeyIds.length > 0 ? ` (key ${missingKeyIds.join(', ')})` : ''
  return (
    `Another SECRET_KEY encrypted the secrets of ${named}${more}${which}: add the former key to ` +
    'SECRET_KEYS_OLD (with the embedded database: as another line in the file secret-key in DATA_DIR), or enter ' +
    'these secrets again in the settings.'
  )
}

export function opens(vault: Vault, { purposeOf }: SealedColumn, { id, sealed }: SealedRow): boolean {
  try {
    vault.open(purposeOf(id), sealed)
    return true
  } catch {
    return false
  }
}
