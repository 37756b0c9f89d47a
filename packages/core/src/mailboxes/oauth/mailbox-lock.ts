import type { Kernel } from '../../kernel/kernel.ts'
import { OAuthFailure } from './failure.ts'

/** Each holds a database connection during the request to the provider: the others wait in memory. */
const maxAtOnce = 2
const waitMs = 30_000

/** A place among those of this process; it is given on when the work is done. */
const inHand = new WeakMap<Kernel['pool'], { count: number; waiting: (() => void)[] }>()

/**
 * Runs the work for one mailbox at a time, over all processes, with a session's advisory lock, because a transaction must
 * not stay open during the request to the provider. When a process dies, its connection releases the lock.
 */
export async function withMailboxLock<T>(kernel: Kernel, mailboxId: string, work: () => Promise<T>): Promise<T> {
  const giveUp = await takePlace(kernel)
  try {
    return await locked(kernel, mailboxId, work)
  } finally {
    giveUp()
  }
}

async function locked<T>({ pool }: Kernel, mailboxId: string, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const key = `gotrs:oauth:${mailboxId}`
  let broken: Error | undefined
  try {
    await client.query(`set lock_timeout = ${waitMs}`)
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [key]).catch(cause => {
      throw new OAuthFailure('Another process has been asking the provider for too long.', { cause })
    })
    return await work()
  } finally {
    await client
      .query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
      .then(() => client.query('reset lock_timeout'))
      .catch(error => {
        broken = error
      })
    // A connection that may still hold the lock is closed, which ends it.
    client.release(broken)
  }
}

async function takePlace({ pool }: Kernel): Promise<() => void> {
  const places = inHand.get(pool) ?? { count: 0, waiting: [] }
  inHand.set(pool, places)
  const giveOn = () => {
    const next = places.waiting.shift()
    if (next) next()
    else places.count -= 1
  }
  if (places.count < maxAtOnce) {
    places.count += 1
    return giveOn
  }
  await new Promise<void>((resolve, reject) => {
    const begin = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      places.waiting.splice(places.waiting.indexOf(begin), 1)
      reject(new OAuthFailure('Too many mailboxes are asking their providers; this one is tried again.'))
    }, waitMs)
    places.waiting.push(begin)
  })
  return giveOn
}
