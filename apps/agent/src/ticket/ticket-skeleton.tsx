import { Skeleton } from '@mantine/core'
import styles from './ticket.module.css'

export function TicketSkeleton() {
  return (
    <div className={styles.skeleton}>
      <span className="visually-hidden">Loading the ticket</span>
      <Skeleton height={22} width="55%" />
      <Skeleton height={28} width="35%" mb={16} />
      <Skeleton height={120} />
      <Skeleton height={16} width="40%" mx="auto" />
      <Skeleton height={180} />
    </div>
  )
}
