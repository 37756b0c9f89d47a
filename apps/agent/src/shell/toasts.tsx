import { lazy, Suspense, useSyncExternalStore } from 'react'
import styles from './toast.module.css'
import { toastUse } from './toast.ts'

const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }))

/** Where toasts appear. */
export function Toasts() {
  const isUsed = useSyncExternalStore(toastUse.subscribe, toastUse.isUsed)
  if (!isUsed) return null
  return (
    <Suspense>
      <Notifications className={styles.place} position="bottom-center" autoClose={6000} limit={3} />
    </Suspense>
  )
}
