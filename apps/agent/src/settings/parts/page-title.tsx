import { Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import styles from '../settings.module.css'

/** The heading of a settings page, with what can be done beside it. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · GOTRS`
  }, [title])
  return (
    <div className={styles.head}>
      <Title order={1}>{title}</Title>
      {children}
    </div>
  )
}
