import { DeskError } from '@gotrs/contract/errors'
import type { Actor } from './actor.ts'

/**
 * `perPerson` and `total`: how many run at once. `maxWaiting` and `maxWaitingInAll`: how many of one person, and of all,
 * wait, each for at most `waitMs`. `refusal`: the error after that time, by default `too_many_requests`.
 */
export type ConcurrencyLimits = {
  perPerson: number
  total: number
  maxWaiting: number
  maxWaitingInAll?: number
  waitMs: number
  refusal?: () => DeskError
}

/** Runs the work when there is room. @throws DeskError the refusal, before the work has begun */
export type ConcurrencyLimit = <T>(personId: string, work: () => Promise<T>) => Promise<T>

type Waiter = { start(): void }

/**
 * Limits how many calls of one person, and of everybody, run at once. People take turns (round robin): somebody with one
 * call waits for one call of each other person, never for all their calls. For a call without a known person, `personId` is
 * its network.
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
      // Insert the person again at the end: a map keeps the order of insertion.
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

/** Work of the desk itself is limited where it starts, and does not wait here. */
export const runWithinLimit = <T>(limit: ConcurrencyLimit, actor: Actor, work: () => Promise<T>): Promise<T> =>
  actor.kind === 'user' ? limit(actor.id, work) : work()
