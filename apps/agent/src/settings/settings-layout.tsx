import type { Action } from '@gotrs/contract/permissions'
import { useEffect, useRef } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { useCan } from '../session/use-session.ts'
import { EmptyNotice } from '../shell/empty-notice.tsx'
import { MenuButton } from '../shell/menu-button.tsx'
import { Page } from './parts/page.tsx'
import styles from './settings-layout.module.css'

/** `action`: what one must be allowed to do; null: everybody has it. */
type SettingsPage = { path: string; label: string; action: Action | null }

/** In the order of the list. */
const pages: SettingsPage[] = [
  { path: 'account', label: 'Your account', action: null },
  { path: 'tokens', label: 'API tokens', action: null },
  { path: 'general', label: 'General', action: 'settings.manage' },
  { path: 'queues', label: 'Queues', action: 'queue.update' },
  { path: 'mailboxes', label: 'Mailboxes', action: 'mailbox.list' },
  { path: 'mail-in', label: 'Incoming mail', action: 'inbound.read' },
  { path: 'outbox', label: 'Outgoing mail', action: 'outbox.read' },
  { path: 'development-inbox', label: 'Development inbox', action: 'developmentInbox.read' },
  { path: 'webhooks', label: 'Webhooks', action: 'webhook.manage' },
]

/** The pages of settings with their list at the left. */
export function Component() {
  const may = useCan()
  const nav = useRef<HTMLElement>(null)
  const desk = trpc.auth.desk.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const { pathname } = useLocation()
  // On a phone the list is one line that scrolls.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another link
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  const opened = pages.find(({ path }) => pathname.split('/')[2] === path)
  const isAllowed = ({ action }: SettingsPage) => action === null || may(action)
  const isListed = (page: SettingsPage) =>
    isAllowed(page) && (page.path !== 'development-inbox' || desk.data?.hasDevelopmentInbox === true)
  return (
    <div className={styles.layout}>
      <nav ref={nav} aria-label="Settings" className={styles.nav}>
        <MenuButton />
        {pages.map(
          page =>
            isListed(page) && (
              <NavLink key={page.path} to={`/settings/${page.path}`}>
                {page.label}
              </NavLink>
            ),
        )}
      </nav>
      <main id="main" className={styles.content}>
        {opened && !isAllowed(opened) ? (
          <Page title={opened.label}>
            <EmptyNotice title="This page is for admins">
              Your account is an agent’s. Ask an admin of this desk if you need something changed here.
            </EmptyNotice>
          </Page>
        ) : (
          <Outlet />
        )}
      </main>
    </div>
  )
}
