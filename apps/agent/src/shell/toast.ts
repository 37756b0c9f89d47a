import { type ReactNode, useSyncExternalStore } from 'react'
import { errorText } from '../api/error-text.ts'

export type Toast = {
  message: ReactNode
  isFailure?: boolean
  /** How far something is, from 0 to 1: the toast stays until the next one. */
  progress?: number
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
export function showToast(toast: Toast): number {
  count += 1
  become({ ...toast, id: count })
  return count
}

/** Says how far it is now, as long as it is the one that is shown. */
export const updateToast = (id: number, toast: Toast) => void (shown?.id === id && become({ ...toast, id }))

export const hideToast = () => become(null)

/** Says what was done. */
export const toast = (message: string) => showToast({ message })

/** Says what went wrong where no field can. */
export const toastError = (error: unknown) => showToast({ message: errorText(error), isFailure: true })
