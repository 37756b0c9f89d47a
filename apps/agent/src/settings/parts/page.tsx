import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { usePageTitle } from '../../shell/page-title.ts'
import styles from './page.module.css'
import { UnsavedGuard } from './unsaved-guard.tsx'

type PageProps = { title: string; isWide?: boolean; actions?: ReactNode; children?: ReactNode }

/** A page of the settings: its heading, what can be done beside it, and a question before unsaved changes are lost. */
export function Page({ title, isWide = false, actions, children }: PageProps) {
  usePageTitle(title)
  return (
    <UnsavedGuard>
      <div className={isWide ? styles.wide : styles.page}>
        <div className={styles.head}>
          <Title order={1}>{title}</Title>
          {actions}
        </div>
        {children}
      </div>
    </UnsavedGuard>
  )
}
