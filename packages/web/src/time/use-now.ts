import { useSyncExternalStore } from 'react'

const STEP_MS = 30_000
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** One clock for the whole page, so that all ages move together and one timer is enough. */
export const useNow = () => useSyncExternalStore(subscribe, () => now)

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(tick, STEP_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick() {
  now = Date.now()
  for (const listener of listeners) listener()
}
