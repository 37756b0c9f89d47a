import { Skeleton } from '@mantine/core'
import { ListSkeleton } from '../list/list-skeleton.tsx'
import { useIsPhone } from './screen-width.ts'
import styles from './shell.module.css'
import sidebarStyles from './sidebar.module.css'

/** The frame before it is known who looks at it: sidebar, and the head and rows of a list. */
export function ShellSkeleton() {
  const isPhone = useIsPhone()
  return (
    <main className={styles.frame} aria-busy="true" aria-label="Loading">
      <div className={styles.columns}>
        <div className={styles.sidebar}>
          <div className={sidebarStyles.sidebar}>
            {[0, 1, 2, 3, 4, 5, 6].map(row => (
              <Skeleton key={row} height={16} my={6} width={row % 2 ? '70%' : '85%'} />
            ))}
          </div>
        </div>
        <div className={styles.page}>
          <div className={styles.head}>
            <Skeleton height={16} width={120} />
          </div>
          <ListSkeleton isTable={!isPhone} />
        </div>
      </div>
    </main>
  )
}
