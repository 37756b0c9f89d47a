import { Skeleton } from '@mantine/core'
import styles from './shell.module.css'
import sidebarStyles from './sidebar.module.css'

/** The frame before it is known who looks at it. */
export function ShellSkeleton() {
  return (
    <main className={styles.frame} aria-busy="true" aria-label="Loading">
      <div className={styles.columns}>
        <div className={styles.sidebar}>
          <div className={sidebarStyles.sidebar}>
            {[0, 1, 2, 3, 4, 5, 6].map(row => (
              <Skeleton key={row} height={16} my={7} width={row % 2 ? '70%' : '85%'} />
            ))}
          </div>
        </div>
      </div>
    </main>
  )
}
