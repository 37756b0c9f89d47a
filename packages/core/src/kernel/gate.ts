import { DeskError } from '@gotrs/contract/errors'
import type { Actor } from './actor.ts'

/** `perPerson` and `total`: how many run at once. `maxWaiting`: how many of one person wait, each for `waitMs`. */
export type GateLimits = { perPerson: number; total: number; maxWaiting: number; waitMs: number }

/** Runs the work when it is its turn. @throws DeskError `too_many_requests` when the turn does not come in time */
export type Gate = <T>(personId: string, work: () => Promise<T>) => Promise<T>

type Waiter = { start(): void }

/**
 * Bounds how much one person, and all of them together, use at once. People take turns, however many calls each of them
 * sends: somebody with one call waits for one call of each of the others, never for all of them.
 */
export function createGate({ perPerson, total, maxWaiting, waitMs }: GateLimits): Gate {
  const running = new Map<string, number>()
  const waiting = new Map<string, Waiter[]>()
  let inAll = 0
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
      if (queue.length > 0) waiting.set(person, queue)
      enter(person)
      next?.start()
    }
  }
  const turnOf = (person: string) =>
    new Promise<void>((resolve, reject) => {
      const queue = waiting.get(person) ?? []
      const refuse = () => reject(new DeskError('too_many_requests', { retryAfter: Math.ceil(waitMs / 1000) }))
      if (queue.length >= maxWaiting) return refuse()
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(waiter), 1)
        if (queue.length === 0) waiting.delete(person)
        refuse()
      }, waitMs)
      const waiter: Waiter = {
        start() {
          clearTimeout(timer)
          resolve()
        },
      }
      queue.push(waiter)
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

/** What the desk does by itself is bounded where it is started, and waits for nobody here. */
export const takingTurns = <T>(gate: Gate, actor: Actor, work: () => Promise<T>): Promise<T> =>
  actor.kind === 'user' ? gate(actor.id, work) : work()
