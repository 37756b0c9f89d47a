import { setTimeout as wait } from 'node:timers/promises'
import type { Kernel } from '../kernel/kernel.ts'
import { type Claimed, claim } from './claim.ts'
import { send } from './send.ts'

const maxAtOnce = 8

/**
 * Sends due deliveries until there are no more, to several webhooks at once and at most two to each. @returns how many
 * it tried. A free place is filled at once: a receiver that hangs delays only itself.
 */
export async function deliverDue(kernel: Kernel, isStopping: () => boolean = () => false): Promise<number> {
  const inHand = new Set<Promise<void>>()
  const failures: unknown[] = []
  // Waits for running deliveries, also after an error.
  const failed = (error: unknown): Claimed[] => {
    failures.push(error)
    return []
  }
  let tried = 0
  for (;;) {
    const isOver = failures.length > 0 || isStopping()
    const places = isOver ? 0 : maxAtOnce - inHand.size
    const claimed = places === 0 ? [] : await claim(kernel, places).catch(failed)
    for (const delivery of claimed) {
      const work: Promise<void> = send(kernel, delivery)
        .catch(error => void failed(error))
        .finally(() => inHand.delete(work))
      inHand.add(work)
    }
    tried += claimed.length
    if (inHand.size === 0) break
    await firstOf(inHand)
  }
  if (failures.length > 0) throw failures[0]
  return tried
}

/** The first that is done, or a second: what has become due since is not held up by what hangs. */
async function firstOf(inHand: ReadonlySet<Promise<void>>): Promise<void> {
  const over = new AbortController()
  const pause = wait(1_000, undefined, { signal: over.signal }).catch(() => {})
  await Promise.race([...inHand, pause])
  over.abort()
}
