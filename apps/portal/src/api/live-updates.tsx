import { useEffect, useSyncExternalStore } from 'react'
import { trpc } from './trpc.ts'

/** Keeps the requests on the screen fresh while the page is looked at; a hidden page holds no stream open. */
export function LiveUpdates() {
  const utils = trpc.useUtils()
  const isVisible = useSyncExternalStore(watchVisibility, () => document.visibilityState === 'visible')

  useEffect(() => {
    if (!isVisible) return
    let stop: (() => void) | null = null
    let isOver = false
    // The requests only: a hint never says anything about oneself. An answer "not logged in" leads to the login.
    const refresh = () => void utils.tickets.invalidate()
    void import('./live.ts').then(live => {
      if (!isOver) stop = live.watchChanges(refresh)
    }, refresh)
    return () => {
      isOver = true
      stop?.()
    }
  }, [isVisible, utils])

  return null
}

function watchVisibility(onChange: () => void) {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}
