import { DeskError } from '@gotrs/contract/errors'
import type { Actor } from './actor.ts'

/**
 * `perPerson` and `total`: how many run at once. `maxWaiting` and `maxWaitingInAll`: how many of one person, and of all,
 * wait, each for `waitMs`. `refusal`: the error when the turn does not come, `too_many_requests` unless it is given.
 */
export type ConcurrencyLimits = {
  perPerson: number
  total: number
  maxWaiting: number
  maxWaitingInAll?: number
  waitMs: number
  refusal?: () => DeskError
}

/** Runs the work when it is its turn. @throws DeskError the refusal, before the work has begun */
export type ConcurrencyLimit = <T>(personId: string, work: () => Promise<T>) => Promise<T>

type Waiter = { start(): void }

/**
 * Bounds how much one person, and all of them together, use at once. People take turns, however many calls each of them
 * sends: somebody with one call waits for one call of each of the others, never for all of them. Where nobody is known yet,
 * the network of a call takes the place of the person.
 */
export function createConcurrencyLimit({
  perPerson,
  total,
  maxWaiting,
  waitMs,
  ...rest
}: ConcurrencyLimits): ConcurrencyLimit {
  const { maxWaitingInAll = Number.POSITIVE_INFINITY, refusal = () => tooMany(waitMs) } = rest
  const running = new Map<string, number>()
  const waiting = new Map<string, Waiter[]>()
  let inAll = 0
  let waitingInAll = 0
  const isOpen = (person: string) => inAll < total && (running.get(person) ?? 0) < perPerson
  const enter = (person: string) => {
    inAll += 1
    running.set(person, (running.get(person) ?? 0) + 1)
  }
  const leave = (person: string) => {
    inAll -= 1
    const left = (running.get(person) ?? 1) - 1
    if (left > 0) running.set(person, left)
    else running.delete(person)
    callNext()
  }
  const callNext = () => {
    for (const [person, queue] of [...waiting]) {
      if (inAll >= total) return
      if (!isOpen(person)) continue
      // Behind the others: a map keeps the order of insertion.
      waiting.delete(person)
      const next = queue.shift()
      waitingInAll -= 1
      if (queue.length > 0) waiting.set(person, queue)
      enter(person)
      next?.start()
    }
  }
  const turnOf = (person: string) =>
    new Promise<void>((resolve, reject) => {
      const queue = waiting.get(person) ?? []
      if (queue.length >= maxWaiting || waitingInAll >= maxWaitingInAll) return reject(refusal())
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(waiter), 1)
        waitingInAll -= 1
        if (queue.length === 0) waiting.delete(person)
        reject(refusal())
      }, waitMs)
      const waiter: Waiter = {
        start() {
          clearTimeout(timer)
          resolve()
        },
      }
      queue.push(waiter)
      waitingInAll += 1
      waiting.set(person, queue)
    })
  return async (person, work) => {
    if (isOpen(person) && !waiting.has(person)) enter(person)
    else await turnOf(person)
    try {
      return await work()
    } finally {
      leave(person)
    }
  }
}

const tooMany = (waitMs: number) => new DeskError('too_many_requests', { retryAfter: Math.ceil(waitMs / 1000) })

/** What the desk does by itself is bounded where it is started, and waits for nobody here. */
export const runWithinLimit = <T>(gate: ConcurrencyLimit, actor: Actor, work: () => Promise<T>): Promise<T> =>
  actor.kind === 'user' ? gate(actor.id, work) : work()
