import { ScrollArea } from '@mantine/core'
import { IconPlus, IconSettings } from '@tabler/icons-react'
import { NavLink } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { useListParams } from '../list/list-params.ts'
import { fixedLinks, linkOf, queueLinks, savedLinks } from '../views/view-links.ts'
import { ButtonLink } from './button-link.tsx'
import styles from './sidebar.module.css'
import { SidebarLinks } from './sidebar-links.tsx'
import { UserMenu } from './user-menu.tsx'

/** Where to go: the views with their counts, settings, and the account at the foot. */
export function Sidebar() {
  const counts = trpc.views.counts.useQuery()
  const params = useListParams()
  const current = linkOf(counts.data, params)
  return (
    <div className={styles.sidebar}>
      <p className={styles.brand}>
        <img src="/agent/icon.svg" alt="" width={20} height={20} />
        GOTRS
      </p>
      <ButtonLink to="/tickets/new" leftSection={<IconPlus size={16} />} variant="default">
        New ticket
      </ButtonLink>
      <ScrollArea className={styles.scroll} type="auto" scrollbarSize={6}>
        <nav aria-label="Views">
          <SidebarLinks links={fixedLinks(counts.data)} current={current} />
          <SidebarLinks
            heading="Queues"
            links={queueLinks(counts.data)}
            current={current}
            isLoading={counts.isPending}
          />
          <SidebarLinks heading="Saved views" links={savedLinks(counts.data)} current={current} />
        </nav>
      </ScrollArea>
      <NavLink to="/settings" className={styles.link}>
        <IconSettings size={16} aria-hidden />
        <span className={styles.name}>Settings</span>
      </NavLink>
      <UserMenu />
    </div>
  )
}
