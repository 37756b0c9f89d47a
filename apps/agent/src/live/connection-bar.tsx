import { useSyncExternalStore } from 'react'
import { connection } from './connection.ts'
import styles from './connection-bar.module.css'

/** Quiet, and gone by itself as soon as the desk answers again. */
export function ConnectionBar() {
  const isLost = useSyncExternalStore(connection.subscribe, connection.isLost)
  return (
    <div role="status" aria-label="Connection">
      {isLost && (
        <p className={styles.bar}>No connection to the desk. What you write is kept; trying again by itself…</p>
      )}
    </div>
  )
}
