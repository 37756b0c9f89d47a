import { setTimeout as pause } from 'node:timers/promises'

/** Polls until there is a result. @throws Error after `seconds` that names `what` */
export async function until<T>(
  what: string,
  poll: () => Promise<T | null | undefined | false>,
  seconds = 45,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const result = await poll()
    if (result) return result
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s without success for ${what}`)
    await pause(150)
  }
}
