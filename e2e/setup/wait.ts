import { setTimeout as pause } from 'node:timers/promises'

/** Asks again and again until there is an answer. @throws Error after `seconds`, saying what was waited for */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  seconds = 45,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain for ${what}`)
    await pause(150)
  }
}
