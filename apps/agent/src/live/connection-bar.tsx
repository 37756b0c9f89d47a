import { useEffect, useSyncExternalStore } from 'react'
import { trpc } from '../api/trpc.ts'
import { connection } from './connection.ts'
import styles from './connection-bar.module.css'

const PROBE_MS = 5000

/**
 * Says that the connection is lost, over what is there. Hides as soon as the server answers again; then every query on the
 * screen refetches.
 */
export function ConnectionBar() {
  const isLost = useSyncExternalStore(connection.subscribe, connection.isLost)
  const utils = trpc.useUtils()
  useEffect(() => {
    if (!isLost) return
    const probe = () => utils.client.auth.desk.query().then(() => utils.invalidate(), ignore)
    const timer = setInterval(probe, PROBE_MS)
    window.addEventListener('online', probe)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', probe)
    }
  }, [isLost, utils])
  return (
    <div role="status" aria-label="Connection">
      {isLost && <p className={styles.bar}>No connection to the server. Your text is kept. Reconnecting…</p>}
    </div>
  )
}

/** Still no answer: the next probe asks again. */
const ignore = () => undefined
