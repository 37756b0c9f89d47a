import { useSyncExternalStore } from 'react'
import { wantTicket } from '../keyboard/held-keys.ts'

/** The number of the ticket that is marked in the list: the one that keys act on. */
let marked: number | null = null
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Moves the mark. Beside an open ticket the marked one opens after a short rest. */
export function markTicket(number: number | null) {
  if (number === marked) return
  marked = number
  wantTicket(number)
  for (const listener of listeners) listener()
}

export const markedTicket = () => marked
export const useMarkedTicket = () => useSyncExternalStore(subscribe, markedTicket)
