import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/**
 * False while the browser keeps the page for its Back button (back/forward cache). Close streams before: kept pages
 * with an open stream use up the few connections that a browser makes to one host.
 */
export function usePageShown(): boolean {
  const [isShown, setShown] = useState(true)
  useEffect(() => {
    const set = (shown: boolean) => () => flushSync(() => setShown(shown))
    const [hide, show] = [set(false), set(true)]
    window.addEventListener('pagehide', hide)
    window.addEventListener('pageshow', show)
    return () => {
      window.removeEventListener('pagehide', hide)
      window.removeEventListener('pageshow', show)
    }
  }, [])
  return isShown
}
