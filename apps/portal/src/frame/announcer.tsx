import { useSyncExternalStore } from 'react'

let current = ''
const listeners = new Set<() => void>()

/** Says `text` to those who listen to the screen, without moving anything for those who look. */
export function announce(text: string) {
  // The same words twice would not be read out again.
  current = text === current ? `${text}\u00a0` : text
  for (const listener of listeners) listener()
}

/** The one polite live region of the page. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => current)
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  )
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
