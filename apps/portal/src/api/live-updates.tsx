import { useEffect, useSyncExternalStore } from 'react'
import { refresh } from './query-client.ts'

/** Keeps the requests on the screen fresh while the page is looked at; a hidden page holds no stream open. */
export function LiveUpdates() {
  const isVisible = useSyncExternalStore(watchVisibility, () => document.visibilityState === 'visible')

  useEffect(() => {
    if (!isVisible) return
    let stop: (() => void) | null = null
    let isOver = false
    // The requests only: a hint never says anything about oneself. An answer "not logged in" leads to the login.
    const refreshAll = () => void refresh('tickets')
    void import('./live.ts').then(live => {
      if (!isOver) stop = live.watchHints(refreshAll)
    }, refreshAll)
    return () => {
      isOver = true
      stop?.()
    }
  }, [isVisible])

  return null
}

function watchVisibility(onChange: () => void) {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}
