import { useEffect, useRef } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { useCan } from '../session/use-session.ts'
import { MenuButton } from '../shell/menu-button.tsx'
import styles from './settings-layout.module.css'

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
  return (
    <div className={styles.layout}>
      <nav ref={nav} aria-label="Settings" className={styles.nav}>
        <MenuButton />
        <NavLink to="/settings/account">Your account</NavLink>
        <NavLink to="/settings/tokens">API tokens</NavLink>
        {may('settings.manage') && <NavLink to="/settings/general">General</NavLink>}
        {may('queue.update') && <NavLink to="/settings/queues">Queues</NavLink>}
        {may('mailbox.list') && <NavLink to="/settings/mailboxes">Mailboxes</NavLink>}
        {may('inbound.read') && <NavLink to="/settings/mail-in">Incoming mail</NavLink>}
        {may('outbox.read') && <NavLink to="/settings/outbox">Outgoing mail</NavLink>}
        {desk.data?.hasDevelopmentInbox && may('developmentInbox.read') && (
          <NavLink to="/settings/development-inbox">Development inbox</NavLink>
        )}
        {may('webhook.manage') && <NavLink to="/settings/webhooks">Webhooks</NavLink>}
      </nav>
      <main id="main" className={styles.content}>
        <Outlet />
      </main>
    </div>
  )
}
