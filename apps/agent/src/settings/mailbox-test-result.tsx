import type { ConnectionCheck } from '@gotrs/contract/mailboxes'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import own from './mailbox.module.css'
import styles from './settings.module.css'

/** How a try to connect went: what to do first, then the server's own words. */
export function MailboxTestResult({ check }: { check: ConnectionCheck }) {
  if (check.isOk) {
    return (
      <p className={own.checked} data-good>
        <IconCircleCheck size={16} aria-hidden /> The connection works
      </p>
    )
  }
  return (
    <div className={own.checked} data-trouble>
      <IconAlertTriangle size={16} aria-hidden />
      <div>
        <p>{check.advice}</p>
        {check.said && <p className={styles.dim}>The server says: “{check.said}”</p>}
      </div>
    </div>
  )
}
