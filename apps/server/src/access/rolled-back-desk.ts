import { createSessions } from '@gotrs/core/accounts/sessions'
import type { Desk } from '@gotrs/core/desk'
import { createKernel } from '@gotrs/core/kernel/kernel'
import { createLimits } from '@gotrs/core/kernel/limits'
import { work } from '@gotrs/core/reactions'
import type { World } from '@gotrs/core/testing/world'

type Pool = World['pool']
/** The overload of `connect` that returns a promise. */
type Client = Pool['connect'] extends { (): Promise<infer C>; (callback: never): void } ? C : never

/** A desk on the world's database that keeps nothing: each run ends with a rollback. One run at a time. */
export type RolledBackDesk = { desk: Desk; run<T>(calls: () => Promise<T>): Promise<T>; stop(): void }

export async function createRolledBackDesk(world: World): Promise<RolledBackDesk> {
  const client = await world.pool.connect()
  const { pool, end } = poolOf(world.pool, client)
  const limits = createLimits({ valkey: null, pool })
  const kernel = createKernel({
    ...world,
    pool,
    limit: limits.consume,
    limits,
    // A rollback cannot take back a hint that was sent, or restore a deleted file.
    bus: { ...world.bus, publish: async () => {} },
    blobs: { ...world.blobs, remove: async () => {} },
    reactions: work.reactions,
  })
  return {
    desk: { ...world, ...kernel, sessions: createSessions(kernel, null) },
    run: calls => calls().finally(end),
    stop: () => client.release(),
  }
}

/**
 * A pool of one connection, whose transactions are savepoints of the transaction that `end` rolls back. That one begins
 * with its first statement, so a call that is rejected before any statement costs nothing.
 */
function poolOf(pool: Pool, client: Client): { pool: Pool; end(): Promise<void> } {
  let isBegun = false
  let depth = 0
  const savepoints: Record<string, () => string> = {
    begin: () => `savepoint desk_${++depth}`,
    commit: () => `release savepoint desk_${depth--}`,
    rollback: () => `rollback to savepoint desk_${depth--}`,
  }
  const inSavepoint = (text: string) => {
    // A list begins with its own isolation and limits, which a savepoint cannot have; a call under a key, with its key.
    const claim = /^begin(;.*)/s.exec(text)?.[1] ?? ''
    const savepoint = savepoints[firstWord(text)]?.()
    return savepoint === undefined ? text : savepoint + claim
  }
  let last: Promise<unknown> = Promise.resolve()
  // One after the other: a connection runs one statement at a time.
  const query = (text: unknown, ...rest: unknown[]) => {
    const run = async () => {
      if (!isBegun) await client.query('begin')
      isBegun = true
      const statement = typeof text === 'string' ? inSavepoint(text) : text
      const answer = await (client.query as (...all: unknown[]) => Promise<{ command?: string }>).call(
        client,
        statement,
        ...rest,
      )
      return text === 'commit' ? Object.assign(answer, { command: 'COMMIT' }) : answer
    }
    const answer = last.then(run)
    last = answer.catch(() => {})
    return answer
  }
  const end = async () => {
    await last
    if (isBegun) await client.query('rollback')
    isBegun = false
  }
  const shared = withProperties(client, { query, release: () => {} })
  return { pool: withProperties(pool, { query, connect: async () => shared }), end }
}

const firstWord = (statement: string): string => /^\w*/.exec(statement)?.[0] ?? ''

const withProperties = <T extends object>(whole: T, changed: Record<string, unknown>): T =>
  new Proxy(whole, {
    get: (target, name) => (Object.hasOwn(changed, name) ? changed[name as string] : Reflect.get(target, name, target)),
  })
