import { Ago } from '@gotrs/web/time/ago.tsx'
import { Button, Skeleton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { useListParams } from '../list/list-params.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { noticeLink, noticeText } from './notice-text.ts'
import styles from './notices.module.css'
import { useMarkNoticesRead, useNotices } from './use-notices.ts'

/** What happened in one's tickets, newest first; each opens its ticket at the message. */
export default function NoticeList({ onOpen }: { onOpen: () => void }) {
  const { notices, unreadCount, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useNotices()
  const params = useListParams()
  const markRead = useMarkNoticesRead()
  const newest = notices[0]
  const list = useRef<HTMLUListElement>(null)
  // Tab goes on from here, and Enter opens the newest one.
  useEffect(() => list.current?.querySelector('a')?.focus(), [])
  return (
    <section className={styles.panel} aria-labelledby="notices-heading">
      <div className={styles.head}>
        <h2 id="notices-heading" className={styles.heading}>
          Notices
        </h2>
        {unreadCount > 0 && newest && (
          <Button variant="subtle" onClick={() => markRead({ seenAt: newest.createdAt })}>
            Mark all as read
          </Button>
        )}
      </div>
      {isPending && <Skeleton height={132} />}
      {error && <FailureNotice error={error} onRetry={refetch} />}
      {!isPending && !error && notices.length === 0 && (
        <p className={styles.empty}>Nothing new. Follow a ticket to get its news here.</p>
      )}
      <ul className={styles.list} ref={list}>
        {notices.map(notice => (
          <li key={notice.eventId}>
            <Link
              to={noticeLink(notice, params)}
              className={styles.notice}
              data-unread={!notice.isRead || undefined}
              onClick={() => {
                markRead({ seenAt: notice.createdAt, ticketId: notice.ticketId })
                onOpen()
              }}
            >
              <span className={styles.what}>
                <span className={styles.who} dir="auto">
                  {noticeText(notice)}
                </span>
                <Ago at={notice.createdAt} className={styles.time} />
              </span>
              <span className={styles.subject} dir="auto">
                #{notice.ticketNumber} {notice.title}
              </span>
              {!notice.isRead && <span className="visually-hidden">Unread</span>}
            </Link>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="subtle" fullWidth loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show earlier notices
        </Button>
      )}
    </section>
  )
}
