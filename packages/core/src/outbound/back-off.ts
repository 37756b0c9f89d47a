const shortest = 30_000
const longest = 60 * 60_000

/** A mail fails when no server has accepted it for so long. */
export const giveUpMs = 48 * 60 * 60_000

/**
 * As long as the time since the first attempt, so it doubles each time; at least half a minute, at most an hour, with
 * 20 % jitter, so that many mails are not retried at once.
 */
export function delayAfter(triedForMs: number, random: () => number = Math.random): number {
  const delay = Math.min(Math.max(triedForMs, shortest), longest)
  return Math.round(delay * (0.8 + 0.4 * random()))
}
