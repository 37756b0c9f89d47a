import { Skeleton } from '@mantine/core'
import composer from '../composer/composer.module.css'
import message from '../message/message.module.css'
import { BackLink } from './back-link.tsx'
import styles from './ticket.module.css'

const messages = [
  { id: 'first', lines: ['96%', '88%', '40%'] },
  { id: 'second', lines: ['92%', '64%'] },
  { id: 'third', lines: ['98%', '94%', '90%', '52%'] },
]

/** A ticket before it is there, in the places where its parts will be. */
export const TicketSkeleton = () => (
  <div className={styles.work}>
    <span className="visually-hidden">Loading the ticket</span>
    <div className={styles.header}>
      <div className={styles.titleLine}>
        <BackLink />
        <Skeleton height={16} width="45%" />
      </div>
      <div className={styles.factLine}>
        <Skeleton height={14} width={72} mx={8} />
        <Skeleton height={20} width={20} />
      </div>
    </div>
    <div className={styles.skeleton}>
      {messages.map(({ id, lines }) => (
        <div key={id} className={message.card}>
          <Skeleton height={28} width={28} circle />
          <div>
            <Skeleton height={13} width={140} mt={4} mb={12} />
            {lines.map(width => (
              <Skeleton key={width} height={11} width={width} mb={10} />
            ))}
          </div>
        </div>
      ))}
    </div>
    <div className={composer.line} />
  </div>
)
