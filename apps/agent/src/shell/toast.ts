import { failureOf } from '@gotrs/web/errors/failure'
import { createElement, type ReactNode } from 'react'
import { errorText } from '../api/error-text.ts'
import { connection } from '../live/connection.ts'
import { ToastText, toastLook } from './toast-text.tsx'

let isUsed = false
let count = 0
let show = () => {}

/** The place of the toasts and their animations is loaded with the first one. Read it with useSyncExternalStore. */
export const toastUse = {
  isUsed: () => isUsed,
  subscribe: (listener: () => void) => {
    show = listener
    return () => {
      show = () => {}
    }
  },
}

export type Toast = {
  message: ReactNode
  /** To hide it before its time. */
  id?: string
  isFailure?: boolean
  /** What can be done about it: undo it, say. */
  action?: { label: string; run: () => void } | undefined
  staysMs?: number
}

/** `crypto.randomUUID` is missing where the desk is reached without TLS. */
const nextId = () => {
  count += 1
  return `toast-${count}`
}

export function showToast({ message, id = nextId(), isFailure = false, action, staysMs }: Toast): void {
  isUsed = true
  show()
  const press = action && { ...action, run: () => [hideToast(id), action.run()] }
  // The store keeps it until the place is there.
  void import('@mantine/notifications').then(({ notifications }) =>
    notifications.show({
      id,
      message: createElement(ToastText, { message, isFailure, action: press }),
      ...toastLook,
      ...(staysMs && { autoClose: staysMs }),
    }),
  )
}

export const hideToast = (id: string) => void import('@mantine/notifications').then(it => it.notifications.hide(id))

/** Says what was saved. */
export const toast = (message: string) => showToast({ message })

/** Says what went wrong where no field can. */
export function toastError(error: unknown): void {
  // The bar at the top says it already.
  if (failureOf(error).code === 'offline' && connection.isLost()) return
  showToast({ message: errorText(error), isFailure: true, staysMs: 10_000 })
}
