import { type ReactNode, useSyncExternalStore } from 'react'
import { errorText } from '../api/error-text.ts'

export type Toast = {
  message: ReactNode
  isFailure?: boolean
  /** What can be done about it: undo it, say. */
  action?: { label: string; run: () => void } | undefined
}

let shown: (Toast & { id: number }) | null = null
let count = 0
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const become = (next: typeof shown) => {
  shown = next
  for (const listener of listeners) listener()
}

export const useToast = () => useSyncExternalStore(subscribe, () => shown)

/** Shows one line at the bottom, in place of the one before. It ends by its time, by Escape, or by its action. */
export function showToast(toast: Toast) {
  count += 1
  become({ ...toast, id: count })
}

export const hideToast = () => become(null)

/** Says what was done. */
export const toast = (message: string) => showToast({ message })

/** Says what went wrong where no field can. */
export const toastError = (error: unknown) => showToast({ message: errorText(error), isFailure: true })
