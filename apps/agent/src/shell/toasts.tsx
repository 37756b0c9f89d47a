import { Suspense, useSyncExternalStore } from 'react'
import { lazyPart } from './lazy-part.ts'
import styles from './toast.module.css'
import { toastUse } from './toast.ts'

const Notifications = lazyPart(async () => ({ default: (await import('@mantine/notifications')).Notifications }))

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
