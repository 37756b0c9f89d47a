import { createHash } from 'node:crypto'
import type { Kernel } from '@gotrs/core/kernel/kernel'

/**
 * Named locks of this process, as advisory locks on a connection of its own, so that the other mail-workers can see
 * them. Postgres releases the locks at once when the process ends, for any reason.
 */
export type ProcessLocks = {
  /** True if this process has the lock now; false while another process has it. */
  tryAcquire(name: string): Promise<boolean>
  /** For a name that only this process uses: waits while another process checks whether it is free. */
  acquire(name: string): Promise<void>
  release(name: string): Promise<void>
  /** True if no process has the lock. */
  isFree(name: string): Promise<boolean>
  /** Calls the listener each time the connection is lost, and all locks with it. */
  onLoss(listener: () => void): void
  close(): void
}

/** Longer than Postgres needs to respond, so that a dead connection does not look alive. */
const responseMs = 10_000

export function createProcessLocks(kernel: Pick<Kernel, 'pool' | 'log'>): ProcessLocks {
  const acquired = new Set<string>()
  const listeners: (() => void)[] = []
  let current: Promise<Session> | null = null
  let isClosed = false
  const onSessionEnd = (session: Promise<Session>) => {
    if (current !== session) return
    current = null
    acquired.clear()
    for (const listener of listeners) listener()
  }
  const connect = (): Promise<Session> => {
    if (isClosed) return Promise.reject(new Error('This process is ending.'))
    if (current) return current
    const session: Promise<Session> = openSession(kernel, () => onSessionEnd(session))
    current = session
    session.catch(() => onSessionEnd(session))
    return session
  }
  const query = async (statement: string, name: string) => (await connect()).query(statement, name)
  // One after the other: a lock that is acquired twice must be released twice.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }
  const operations: Pick<ProcessLocks, 'tryAcquire' | 'acquire' | 'release' | 'isFree'> = {
    async tryAcquire(name) {
      // Queries even if this process has the lock: the response shows that the connection is alive.
      const isOurs = acquired.has(name)
        ? await query('select true as yes, $1::bigint', name)
        : await query(tryLock, name)
      if (isOurs) acquired.add(name)
      return isOurs
    },
    async acquire(name) {
      if (acquired.has(name)) return
      await query('select true as yes from (select pg_advisory_lock($1::bigint)) as locked', name)
      acquired.add(name)
    },
    async release(name) {
      if (!acquired.delete(name)) return
      await query(unlock, name)
    },
    async isFree(name) {
      if (acquired.has(name) || !(await query(tryLock, name))) return false
      await query(unlock, name)
      return true
    },
  }
  return {
    tryAcquire: name => inTurn(() => operations.tryAcquire(name)),
    acquire: name => inTurn(() => operations.acquire(name)),
    release: name => inTurn(() => operations.release(name)),
    isFree: name => inTurn(() => operations.isFree(name)),
    onLoss(listener) {
      listeners.push(listener)
    },
    close() {
      isClosed = true
      void current?.then(session => session.end()).catch(() => {})
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

type Session = { query(statement: string, name: string): Promise<boolean>; end(): void }

/** `end` closes the connection instead of returning it to the pool, so that its locks are released. */
async function openSession({ pool, log }: Pick<Kernel, 'pool' | 'log'>, onEnd: () => void): Promise<Session> {
  const client = await pool.connect()
  await client.query(keepAlive).catch(error => {
    client.release(true)
    throw error
  })
  let hasEnded = false
  const end = () => {
    if (hasEnded) return
    hasEnded = true
    client.release(true)
    onEnd()
  }
  client.on('error', end)
  client.on('end', end)
  return {
    end,
    async query(statement, name) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('Postgres does not respond.')), responseMs)
      })
      try {
        const { rows } = await Promise.race([client.query(statement, [keyOf(name)]), late])
        return rows[0]?.yes === true
      } catch (error) {
        // It is unknown which locks this session still has.
        log.warn({ err: error }, 'the connection with the locks of this process failed and is closed')
        end()
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** 64 bits of a hash: a collision is unlikely, and would only make one name wait. */
const keyOf = (name: string) => createHash('sha256').update(`gotrs:${name}`).digest().readBigInt64BE().toString()
