import { failureOf } from '@gotrs/web/errors/failure'
import type { NotificationData } from '@mantine/notifications'
import { errorText } from '../api/error-text.ts'
import { connection } from '../live/connection.ts'

let isUsed = false
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

export function showToast(shown: NotificationData): void {
  isUsed = true
  show()
  // The store keeps it until the place is there.
  void import('@mantine/notifications').then(({ notifications }) => notifications.show(shown))
}

export const hideToast = (id: string) => void import('@mantine/notifications').then(it => it.notifications.hide(id))

/** Says what was saved. */
export const toast = (message: string) => showToast({ color: 'gray', message })

/** Says what went wrong where no field can. */
export function toastError(error: unknown): void {
  // The bar at the top says it already.
  if (failureOf(error).code === 'offline' && connection.isLost()) return
  showToast({ color: 'red', message: errorText(error), autoClose: 10_000 })
}
