const shortest = 30_000
const longest = 60 * 60_000

/** A mail that nobody took for so long has failed. */
export const giveUpMs = 48 * 60 * 60_000

/**
 * As long again as it has been tried already, which doubles each time; half a minute at the least, an hour at the most,
 * and a fifth to either side: many mails must not come back at once.
 */
export function delayAfter(triedForMs: number, random: () => number = Math.random): number {
  const delay = Math.min(Math.max(triedForMs, shortest), longest)
  return Math.round(delay * (0.8 + 0.4 * random()))
}
