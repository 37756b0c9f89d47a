import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { usePageTitle } from '../shell/page-title.ts'
import styles from './plain-page.module.css'

type PlainPageProps = { title: string; children: ReactNode }

/** One column in the middle: login, and what is said where nothing else is on the screen. */
export function PlainPage({ title, children }: PlainPageProps) {
  usePageTitle(title)
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <p className={styles.brand}>
          <img src="/agent/icon.svg" alt="" width={28} height={28} />
          GOTRS
        </p>
        <Title order={1} mb="md">
          {title}
        </Title>
        {children}
      </div>
    </main>
  )
}
