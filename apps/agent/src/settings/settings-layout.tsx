import { useEffect, useRef } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router'
import { EmptyNotice } from '../shell/empty-notice.tsx'
import { MenuButton } from '../shell/menu-button.tsx'
import { Page } from './parts/page.tsx'
import styles from './settings-layout.module.css'
import { useSettingsPages } from './settings-pages.ts'

/** The pages of settings with their list at the left. */
export function Component() {
  const pages = useSettingsPages()
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a phone the list is one line that scrolls.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another link
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  const opened = pages.find(({ path }) => pathname.split('/')[2] === path)
  return (
    <div className={styles.layout}>
      <nav ref={nav} aria-label="Settings" className={styles.nav}>
        <MenuButton />
        {pages.map(
          ({ path, to, label, isListed }) =>
            isListed && (
              <NavLink key={path} to={to}>
                {label}
              </NavLink>
            ),
        )}
      </nav>
      <main id="main" tabIndex={-1} className={styles.content}>
        {opened && !opened.isAllowed ? (
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
