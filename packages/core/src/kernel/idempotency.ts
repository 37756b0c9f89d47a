import { DeskError } from '@gotrs/contract/errors'
import type { Db } from '@gotrs/db/client'
import { idempotencyKeys } from '@gotrs/db/tables/idempotency-keys'
import { and, eq, lt, type SQL, sql } from 'drizzle-orm'
import { escapeLiteral } from 'pg'
import type { ClockTask } from './clock.ts'
import { hasSqlState, sqlState } from './sql-state.ts'
import type { Vault } from './vault.ts'

/** The key that the caller chose for one call (draft-ietf-httpapi-idempotency-key-header), and a hash of the call. */
export type IdempotentCall = { key: string; callHash: string; onReplay?: () => void }

/** How long the desk keeps a key. A call that is repeated later runs again. */
const keyLifetimeMs = 24 * 60 * 60_000

/** A key that the transaction of the change claims, so neither exists without the other. */
export type Claim = {
  /** Begins the transaction and inserts the key in one message: if `begin` fails, no key is stored. */
  begin: string
  /** Writes the answer beside the key; sent together with the commit. */
  keep(answer: unknown): SQL
  /**
   * The answer of the earlier call, after the claim failed with `error` and was rolled back; null for any other error.
   * @throws DeskError `idempotency_key_reused` for the same key with another call
   */
  replay<T>(db: Db, error: unknown): Promise<{ answer: T } | null>
}

/**
 * Sends the insert together with the first statements of the work, without a wait for its answer. If the key exists, the
 * insert fails, and every statement after it, so the work changes nothing. Of two calls at the same time, the second one
 * waits in Postgres for the end of the first.
 */
export function claimKey(vault: Vault, userId: string, { key, callHash, onReplay }: IdempotentCall, now: Date): Claim {
  // A keyed hash: the call may contain a password, which could be guessed from a plain hash.
  const hashes = vault.deriveTokens(`call:${callHash}`)
  const isThisKey = and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key))
  const values = [userId, key, String(hashes[0]), now.toISOString()].map(value => escapeLiteral(value))
  return {
    begin: `begin; insert into idempotency_keys (user_id, key, call_hash, created_at) values (${values.join(', ')})`,
    keep(answer) {
      const sealed = sql.param(sealAnswer(vault, { userId, key }, answer), idempotencyKeys.answer)
      return sql`update ${idempotencyKeys} set answer = ${sealed} where ${isThisKey}`
    },
    async replay<T>(db: Db, error: unknown) {
      if (!hasSqlState(error, sqlState.uniqueViolation)) return null
      const [earlier] = await db.select().from(idempotencyKeys).where(isThisKey)
      if (!earlier || !hashes.includes(earlier.callHash)) throw new DeskError('idempotency_key_reused')
      onReplay?.()
      return { answer: openAnswer<T>(vault, earlier) }
    },
  }
}

type Row = typeof idempotencyKeys.$inferSelect
type Name = Pick<Row, 'userId' | 'key'>
const purposeOf = ({ userId, key }: Name) => `answer:${userId}:${key}`

/** Encrypted, because the answer that creates a token or webhook contains its secret. */
const sealAnswer = (vault: Vault, name: Name, answer: unknown): string =>
  vault.seal(purposeOf(name), JSON.stringify(answer ?? null)).toString('base64')

const openAnswer = <T>(vault: Vault, row: Row): T =>
  JSON.parse(vault.open(purposeOf(row), Buffer.from(String(row.answer), 'base64')))

const batchSize = 1_000

export const expireIdempotencyKeys: ClockTask = {
  name: 'kernel.expireIdempotencyKeys',
  cron: '23 * * * *',
  async batch({ db, now }) {
    const expired = db
      .select({ row: sql`ctid` })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, new Date(now.getTime() - keyLifetimeMs)))
      .limit(batchSize)
    const deleted = await db.delete(idempotencyKeys).where(sql`ctid = any(array(${expired}))`)
    return deleted.rowCount ?? 0
  },
}
