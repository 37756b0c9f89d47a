import { Skeleton } from '@mantine/core'
import styles from './rows.module.css'

const rows = [82, 64, 91, 73, 58, 86, 69, 77]

/** Rows of the size that the real ones will have. */
export function ListSkeleton({ isTable }: { isTable: boolean }) {
  return (
    <div aria-busy="true">
      <span className="visually-hidden">Loading tickets</span>
      {rows.map(width =>
        isTable ? (
          <div key={width} style={{ padding: '12px 16px', borderBottom: '1px solid var(--border)' }}>
            <Skeleton height={16} width={`${width}%`} />
          </div>
        ) : (
          <div key={width} className={styles.card}>
            <Skeleton height={14} width={`${width / 2}%`} my={3} />
            <Skeleton height={14} width={`${width}%`} my={3} />
            <Skeleton height={12} width="90%" my={3} />
            <Skeleton height={12} width="45%" my={3} />
          </div>
        ),
      )}
    </div>
  )
}
