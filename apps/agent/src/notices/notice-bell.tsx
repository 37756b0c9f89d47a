import { ActionIcon, Popover, Skeleton, Tooltip } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { lazyPart } from '../shell/lazy-part.ts'
import styles from './notices.module.css'
import { useNotices } from './use-notices.ts'

const NoticeList = lazyPart(() => import('./notice-list.tsx'))

/** How many notices are unread, and the list of them. */
export function NoticeBell() {
  const [isOpen, setOpen] = useState(false)
  const { unreadCount } = useNotices()
  const label = unreadCount === 0 ? 'Notices' : `Notices, ${unreadText(unreadCount)} unread`
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={320} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label="Notices" disabled={isOpen}>
          <ActionIcon className={styles.bell} aria-label={label} onClick={() => setOpen(!isOpen)}>
            <IconBell size={16} stroke={1.5} />
            {unreadCount > 0 && (
              <span className={styles.count} aria-hidden>
                {unreadText(unreadCount)}
              </span>
            )}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label="Notices">
        <Suspense fallback={<Skeleton height={132} />}>
          <NoticeList onOpen={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The server counts no further. */
const unreadText = (count: number) => (count < 100 ? String(count) : '99+')
