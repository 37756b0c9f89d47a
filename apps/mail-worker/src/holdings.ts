import { createHash } from 'node:crypto'
import type { Kernel } from '@gotrs/core/kernel/kernel'

/**
 * The names that this process holds, as advisory locks on its own connection, so that the other mail-workers can see
 * them. Postgres releases the locks at once when the process ends, for any reason.
 */
export type Holdings = {
  /** True if this process holds it now; false while another one holds it. */
  hold(name: string): Promise<boolean>
  /** The same for a name that only this process uses: waits while another one tests it. */
  vouchFor(name: string): Promise<void>
  letGo(name: string): Promise<void>
  /** True if no process holds it. */
  isFree(name: string): Promise<boolean>
  /** Called each time the connection is lost, and all locks with it. */
  onLoss(tell: () => void): void
  leave(): void
}

/** Longer than Postgres needs to respond, so that a dead connection does not look alive. */
const answerMs = 10_000

export function createHoldings(kernel: Pick<Kernel, 'pool' | 'log'>): Holdings {
  const held = new Set<string>()
  const listeners: (() => void)[] = []
  let opening: Promise<Hands> | null = null
  let hasLeft = false
  const lose = (hands: Promise<Hands>) => {
    if (opening !== hands) return
    opening = null
    held.clear()
    for (const tell of listeners) tell()
  }
  const reach = (): Promise<Hands> => {
    if (hasLeft) return Promise.reject(new Error('This process is ending.'))
    if (opening) return opening
    const hands: Promise<Hands> = open(kernel, () => lose(hands))
    opening = hands
    hands.catch(() => lose(hands))
    return hands
  }
  const ask = async (statement: string, name: string) => (await reach()).ask(statement, name)
  // One after the other: a lock that is taken twice must be released twice.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }
  const operations: Pick<Holdings, 'hold' | 'vouchFor' | 'letGo' | 'isFree'> = {
    async hold(name) {
      // Queries even if the lock is held: the response shows that the connection is alive.
      const isHeld = held.has(name) ? await ask('select true as yes, $1::bigint', name) : await ask(tryLock, name)
      if (isHeld) held.add(name)
      return isHeld
    },
    async vouchFor(name) {
      if (held.has(name)) return
      await ask('select true as yes from (select pg_advisory_lock($1::bigint)) as locked', name)
      held.add(name)
    },
    async letGo(name) {
      if (!held.delete(name)) return
      await ask(unlock, name)
    },
    async isFree(name) {
      if (held.has(name) || !(await ask(tryLock, name))) return false
      await ask(unlock, name)
      return true
    },
  }
  return {
    hold: name => inTurn(() => operations.hold(name)),
    vouchFor: name => inTurn(() => operations.vouchFor(name)),
    letGo: name => inTurn(() => operations.letGo(name)),
    isFree: name => inTurn(() => operations.isFree(name)),
    onLoss(tell) {
      listeners.push(tell)
    },
    leave() {
      hasLeft = true
      void opening?.then(hands => hands.drop()).catch(() => {})
    },
  }
}

const tryLock = 'select pg_try_advisory_lock($1::bigint) as yes'
const unlock = 'select pg_advisory_unlock($1::bigint) as yes'

/**
 * If a machine disappears, Postgres would keep its session and locks until the system times out the silent connection,
 * which takes hours. With keepalives it releases them within half a minute.
 */
const keepAlive = `select set_config('tcp_keepalives_idle', '10', false),
  set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)`

type Hands = { ask(statement: string, name: string): Promise<boolean>; drop(): void }

/** Closes the connection instead of returning it to the pool, so that its locks are released. */
async function open({ pool, log }: Pick<Kernel, 'pool' | 'log'>, onLoss: () => void): Promise<Hands> {
  const client = await pool.connect()
  await client.query(keepAlive).catch(error => {
    client.release(true)
    throw error
  })
  let isGone = false
  const drop = () => {
    if (isGone) return
    isGone = true
    client.release(true)
    onLoss()
  }
  client.on('error', drop)
  client.on('end', drop)
  return {
    drop,
    async ask(statement, name) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('Postgres does not respond.')), answerMs)
      })
      try {
        const { rows } = await Promise.race([client.query(statement, [keyOf(name)]), late])
        return rows[0]?.yes === true
      } catch (error) {
        // It is unknown which locks are still held.
        log.warn({ err: error }, 'the connection with the locks of this process failed and is closed')
        drop()
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** 64 bits of a hash: a collision is unlikely, and would only make one name wait. */
const keyOf = (name: string) => createHash('sha256').update(`gotrs:${name}`).digest().readBigInt64BE().toString()
