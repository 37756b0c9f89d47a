import { lazy, Suspense, useSyncExternalStore } from 'react'
import { toastUse } from './toast.ts'

const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }))

/** Where toasts appear. */
export function Toasts() {
  const isUsed = useSyncExternalStore(toastUse.subscribe, toastUse.isUsed)
  if (!isUsed) return null
  return (
    <Suspense>
      <Notifications position="bottom-left" autoClose={6000} limit={3} />
    </Suspense>
  )
}
