import type { ReactNode } from 'react'
import styles from './notices.module.css'

/** An empty place: says so, and teaches one thing. */
export function EmptyNotice({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.notice}>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.hint}>{children}</div>}
    </div>
  )
}
