import { dbOf } from '@gotrs/db/client'
import type pg from 'pg'
import type { Actor } from './actor.ts'
import { type Read, readAs } from './bounded-reads.ts'
import { type Claim, claimKey, type IdempotentCall } from './idempotency.ts'
import type { LiveBus } from './live-bus.ts'
import type { Log } from './log.ts'
import { openUnitOfWork } from './open-unit-of-work.ts'
import { requirePermissionCheck } from './permission-record.ts'
import { type NamedQuery, namedQuery } from './prepared.ts'
import type { Reaction } from './reaction.ts'
import { type Transaction, transactionOn } from './transaction.ts'
import type { CallChannel, UnitOfWork } from './unit-of-work.ts'
import type { SentHint } from './write-out.ts'

/**
 * `idempotency`: the idempotency key of the call. A second call with the same key changes nothing, and returns the answer of
 * the first one.
 * `thenRead`: reads the answer for the caller after the commit, on the same connection. Its first statement is sent together
 * with the commit.
 */
export type RunOptions = {
  cause?: readonly string[]
  now?: Date
  idempotency?: IdempotentCall
  channel?: CallChannel
  thenRead?: (result: unknown, read: Read) => Promise<void>
}

/** The parts of the kernel that a unit of work needs. */
type Parts = Pick<UnitOfWork, 'blobs' | 'vault' | 'baseUrl'> & {
  pool: pg.Pool
  bus: LiveBus
  log: Log
  reactions: readonly Reaction[]
  now(): Date
}

type Work<T> = (uow: UnitOfWork) => Promise<T>
type Begun = { transaction: Transaction; answer: Promise<unknown>; claim: Claim | null; now: Date }

/** One transaction: the work, its events and jobs, the commit, and the work after it. */
export async function runUnitOfWork<T>(parts: Parts, actor: Actor, work: Work<T>, options: RunOptions): Promise<T> {
  const client = await parts.pool.connect()
  let broken: Error | undefined
  try {
    const begun = begin(parts, client, actor, options)
    try {
      return await workAndCommit(parts, client, begun, actor, work, options)
    } catch (error) {
      await begun.transaction.rollback().catch(failure => {
        broken = failure
      })
      const refusal = await begun.answer.then(
        () => null,
        reason => reason,
      )
      const earlier = await begun.claim?.replay<T>(dbOf(client), refusal)
      if (!earlier) throw error
      await options.thenRead?.(earlier.answer, readOn(client, begun.now))
      return earlier.answer
    }
  } finally {
    client.release(broken)
  }
}

/** Sent together with the first statement of the work. */
function begin(
  parts: Parts,
  client: pg.PoolClient,
  actor: Actor,
  { idempotency, now = parts.now() }: RunOptions,
): Begun {
  const transaction = transactionOn(client)
  const claim = idempotency && actor.kind === 'user' ? claimKey(parts.vault, actor.id, idempotency, now) : null
  const answer = transaction.begin(claim?.begin ?? 'begin')
  answer.catch(() => {})
  return { transaction, answer, claim, now }
}

async function workAndCommit<T>(
  parts: Parts,
  client: pg.PoolClient,
  { transaction, answer, claim, now }: Begun,
  actor: Actor,
  work: Work<T>,
  { cause = [], channel = 'web', thenRead }: RunOptions,
): Promise<T> {
  const { uow, record, pending, finish } = openUnitOfWork(parts, transaction, { actor, now, cause, channel })
  try {
    const result = await work(uow)
    requirePermissionCheck(record, work)
    if (claim) pending.last.push(namedQuery(claim.keep(result)))
    const hints = await finish()
    await answer
    const committed = commit(client, pending.last).then(() => follow(parts, hints, pending.after))
    const read = thenRead?.(result, readOn(client, now))
    // The connection is released only when both have ended.
    for (const end of await Promise.allSettled([committed, read])) if (end.status === 'rejected') throw end.reason
    return result
  } catch (error) {
    throw await causeOf(error, pending.ahead)
  }
}

/** After a statement that failed, Postgres rejects all others of the transaction: its error says what is wrong. */
async function causeOf(error: unknown, ahead: readonly Promise<unknown>[]): Promise<unknown> {
  const failed = (await Promise.allSettled(ahead)).find(it => it.status === 'rejected')
  return failed ? failed.reason : error
}

const readOn =
  (client: pg.PoolClient, now: Date): Read =>
  (actor, work) =>
    readAs(actor, { db: dbOf(client), now }, work)

/** The last statements and the commit are sent together. Where one of them fails, Postgres answers the commit with a rollback. */
async function commit(client: pg.PoolClient, last: readonly NamedQuery[]): Promise<void> {
  const sent = Promise.all(last.map(query => client.query(query)))
  const [{ command }] = await Promise.all([client.query('commit'), sent])
  if (command !== 'COMMIT') throw new Error('Postgres rolled the transaction back.')
}

// The change is committed: work after it must not make it look failed.
export async function follow(
  { bus, log }: Pick<Parts, 'bus' | 'log'>,
  hints: SentHint[],
  afterCommit: (() => Promise<void>)[],
): Promise<void> {
  // A lost hint is harmless.
  const isPublished = bus.kind !== 'postgres' && hints.length > 0
  if (isPublished) await bus.publish({ hints }).catch(err => log.warn({ err }, 'live hints were not published'))
  for (const work of afterCommit) await work().catch(err => log.error({ err }, 'work after a commit failed'))
}
