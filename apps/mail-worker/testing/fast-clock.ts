import type { Clock } from '../src/imap-in/clock.ts'

export type FastClock = Clock & { stop(): void }

const tickMs = 5
/** Longer steps do not count: this process did not run meanwhile and could do nothing. */
const longestTickMs = 25

/** A clock that runs `speed` times as fast. */
export function fastClock(speed: number): FastClock {
  let now = 0
  let realBefore = performance.now()
  const sleepers = new Set<{ until: number; wake(): void }>()
  const timer = setInterval(() => {
    const real = performance.now()
    now += Math.min(real - realBefore, longestTickMs) * speed
    realBefore = real
    for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake()
  }, tickMs)
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { until: now + milliseconds, wake }
        sleepers.add(sleeper)
        signal.addEventListener('abort', wake, { once: true })
      }),
    stop: () => clearInterval(timer),
  }
}
