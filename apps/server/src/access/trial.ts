import { createSessions } from '@gotrs/core/accounts/sessions'
import type { Desk } from '@gotrs/core/desk'
import { createKernel } from '@gotrs/core/kernel/kernel'
import { createLimits } from '@gotrs/core/kernel/limits'
import { work } from '@gotrs/core/reactions'
import type { World } from '@gotrs/core/testing/world'

type Pool = World['pool']
/** The `connect` that gives a promise is the first of its forms. */
type Client = Pool['connect'] extends { (): Promise<infer C>; (callback: never): void } ? C : never

/** A desk on the world's database of which nothing stays: each trial ends with a rollback. One at a time. */
export type Trials = { desk: Desk; run<T>(trial: () => Promise<T>): Promise<T>; stop(): void }

export async function createTrials(world: World): Promise<Trials> {
  const client = await world.pool.connect()
  const { pool, end } = poolOf(world.pool, client)
  const limits = createLimits({ valkey: null, pool })
  const kernel = createKernel({
    ...world,
    pool,
    limit: limits.consume,
    limits,
    // Nothing that is rolled back is told, and a rollback brings no file back.
    bus: { ...world.bus, publish: async () => {} },
    blobs: { ...world.blobs, remove: async () => {} },
    reactions: work.reactions,
  })
  return {
    desk: { ...world, ...kernel, sessions: createSessions(kernel, null) },
    run: trial => trial().finally(end),
    stop: () => client.release(),
  }
}

/**
 * The pool of one connection, whose transactions are savepoints of the one that `end` rolls back. That one begins with
 * its first statement: who is turned away at the door costs none.
 */
function poolOf(pool: Pool, client: Client): { pool: Pool; end(): Promise<void> } {
  let isBegun = false
  let depth = 0
  const savepoints: Record<string, () => string> = {
    begin: () => `savepoint trial_${++depth}`,
    commit: () => `release savepoint trial_${depth--}`,
    rollback: () => `rollback to savepoint trial_${depth--}`,
  }
  let last: Promise<unknown> = Promise.resolve()
  // One after the other: a connection takes one statement at a time.
  const query = (text: unknown, ...rest: unknown[]) => {
    const ask = async () => {
      if (!isBegun) await client.query('begin')
      isBegun = true
      const statement = typeof text === 'string' ? (savepoints[text]?.() ?? text) : text
      return (client.query as (...all: unknown[]) => Promise<unknown>).call(client, statement, ...rest)
    }
    const answer = last.then(ask)
    last = answer.catch(() => {})
    return answer
  }
  const end = async () => {
    await last
    if (isBegun) await client.query('rollback')
    isBegun = false
  }
  const lent = withProperties(client, { query, release: () => {} })
  return { pool: withProperties(pool, { query, connect: async () => lent }), end }
}

const withProperties = <T extends object>(whole: T, changed: Record<string, unknown>): T =>
  new Proxy(whole, {
    get: (target, name) => (Object.hasOwn(changed, name) ? changed[name as string] : Reflect.get(target, name, target)),
  })
