import styles from '../shell/notices.module.css'

/** A number that leads nowhere, for this reader at least. */
export function TicketMissing() {
  return (
    <div className={styles.notice}>
      <h1 className={styles.title}>Ticket not found</h1>
      <p>You may not be a member of its queue. Ask an admin, or search for the subject.</p>
    </div>
  )
}
