import { type FixedView, fixedViewNames } from '@gotrs/contract/fixed-views'
import { ActionIcon, ScrollArea, Tooltip } from '@mantine/core'
import {
  type Icon,
  IconAdjustmentsHorizontal,
  IconCircleDashed,
  IconClock,
  IconFilter2,
  IconFolder,
  IconInbox,
  IconLayoutDashboard,
  IconOctagonMinus,
  IconPlus,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import { Link, NavLink } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import { useListParams } from '../list/list-params.ts'
import { NoticeBell } from '../notices/notice-bell.tsx'
import { fixedLinks, linkOf, ownLinks, queueLinks, sharedLinks } from '../views/view-links.ts'
import styles from './sidebar.module.css'
import { SidebarLinks } from './sidebar-links.tsx'
import { UserMenu } from './user-menu.tsx'

const icons = {
  mine: IconUser,
  unassigned: IconCircleDashed,
  open: IconInbox,
  held: IconOctagonMinus,
  snoozed: IconClock,
} as const satisfies Record<FixedView, Icon>

const fixedIcon = (key: string) => icons[fixedViewNames.find(name => name === key) ?? 'open']

/** Where to go: the views with their counts, settings, and the account at the foot. */
export function Sidebar() {
  const counts = trpc.views.counts.useQuery()
  const params = useListParams()
  const current = linkOf(counts.data, params)
  return (
    <div className={styles.sidebar}>
      <div className={styles.brand}>
        <img src="/agent/icon.svg" alt="" width={20} height={20} />
        <span className={styles.name}>GOTRS</span>
        <NoticeBell />
        <Tooltip label={`New ticket (${keyCaps('newTicket').join(' ')})`}>
          <ActionIcon component={Link} to="/tickets/new" aria-label="New ticket">
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <ScrollArea className={styles.scroll} type="auto" scrollbarSize={6}>
        <nav aria-label="Views">
          <NavLink to="/dashboard" className={styles.link} title={`Dashboard (${keyCaps('dashboard').join(' ')})`}>
            <IconLayoutDashboard size={16} stroke={1.5} aria-hidden />
            <span className={styles.name}>Dashboard</span>
          </NavLink>
          <SidebarLinks links={fixedLinks(counts.data)} current={current} iconOf={link => fixedIcon(link.key)} />
          <SidebarLinks
            heading="Queues"
            links={queueLinks(counts.data)}
            current={current}
            iconOf={() => IconFolder}
            isIconShared
            isLoading={counts.isPending}
          />
          <SidebarLinks
            heading="Saved views"
            links={ownLinks(counts.data)}
            current={current}
            iconOf={() => IconFilter2}
            isIconShared
          />
          <SidebarLinks
            heading="Shared views"
            links={sharedLinks(counts.data)}
            current={current}
            iconOf={() => IconUsers}
            isIconShared
          />
        </nav>
      </ScrollArea>
      <NavLink to="/settings" className={styles.link} title="Settings">
        <IconAdjustmentsHorizontal size={16} stroke={1.5} aria-hidden />
        <span className={styles.name}>Settings</span>
      </NavLink>
      <UserMenu />
    </div>
  )
}
