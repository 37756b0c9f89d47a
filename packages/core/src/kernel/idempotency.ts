import { DeskError } from '@gotrs/contract/errors'
import { idempotencyKeys } from '@gotrs/db/tables/idempotency-keys'
import { and, eq, lt, sql } from 'drizzle-orm'
import type { ClockTask } from './clock.ts'
import type { Opened } from './open-unit-of-work.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** A key that the caller made for one call (draft-ietf-httpapi-idempotency-key-header), and a hash of the call. */
export type Once = { key: string; callHash: string; onReplay?: () => void }

/** How long a key is kept. A call that is repeated later runs again. */
const keyLifetimeMs = 24 * 60 * 60_000

/**
 * Runs the work, or repeats the answer of an earlier call with the same key. The key is written in the transaction of
 * the change, so neither exists without the other, and of two calls at the same time one waits for the other.
 * @throws DeskError `idempotency_key_reused` for the same key with another call
 */
export async function runIdempotently<T>(
  { uow, pending }: Pick<Opened, 'uow' | 'pending'>,
  { key, callHash, onReplay }: Once,
  work: (uow: UnitOfWork) => Promise<T>,
): Promise<T> {
  if (uow.actor.kind !== 'user') return work(uow)
  const userId = uow.actor.id
  // A keyed hash: the call may contain a password, which could be guessed from a plain hash.
  const calls = uow.vault.deriveTokens(`call:${callHash}`)
  const isIt = and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key))
  const [first] = await uow.db
    .insert(idempotencyKeys)
    .values({ userId, key, callHash: String(calls[0]), createdAt: uow.now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key })
  if (!first) {
    const [earlier] = await uow.db.select().from(idempotencyKeys).where(isIt)
    if (!earlier || !calls.includes(earlier.callHash)) throw new DeskError('idempotency_key_reused')
    onReplay?.()
    return openAnswer<T>(uow, earlier)
  }
  const answer = await work(uow)
  const sealed = sealAnswer(uow, { userId, key }, answer)
  pending.last.push(uow.db.update(idempotencyKeys).set({ answer: sealed }).where(isIt).getSQL())
  return answer
}

type Row = typeof idempotencyKeys.$inferSelect
type Name = Pick<Row, 'userId' | 'key'>
const purposeOf = ({ userId, key }: Name) => `answer:${userId}:${key}`

/** Encrypted, because the answer that creates a token or webhook contains its secret. */
const sealAnswer = (uow: UnitOfWork, name: Name, answer: unknown): string =>
  uow.vault.seal(purposeOf(name), JSON.stringify(answer ?? null)).toString('base64')

const openAnswer = <T>(uow: UnitOfWork, row: Row): T =>
  JSON.parse(uow.vault.open(purposeOf(row), Buffer.from(String(row.answer), 'base64')))

const batchSize = 1_000

export const expireIdempotencyKeys: ClockTask = {
  name: 'kernel.expireIdempotencyKeys',
  cron: '23 * * * *',
  async batch({ db, now }) {
    const over = db
      .select({ row: sql`ctid` })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, new Date(now.getTime() - keyLifetimeMs)))
      .limit(batchSize)
    const removed = await db.delete(idempotencyKeys).where(sql`ctid = any(array(${over}))`)
    return removed.rowCount ?? 0
  },
}
