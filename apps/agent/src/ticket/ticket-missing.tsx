import styles from '../shell/notices.module.css'

/** A number that leads nowhere, for this reader at least. */
export function TicketMissing() {
  return (
    <div className={styles.notice}>
      <h1 className={styles.title}>There is no such ticket</h1>
      <p>It may be in a queue you are not a member of. Ask an admin, or search for it by its subject.</p>
    </div>
  )
}
