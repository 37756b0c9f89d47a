const first = 30_000
const longest = 60 * 60_000

/** A mail that nobody took for so long has failed. */
export const giveUpMs = 48 * 60 * 60_000

/** Twice as long after each try, an hour at the most, and a fifth to either side: many mails must not come back at once. */
export function delayAfter(attempts: number, random: () => number = Math.random): number {
  const delay = Math.min(first * 2 ** Math.min(attempts - 1, 20), longest)
  return Math.round(delay * (0.8 + 0.4 * random()))
}
