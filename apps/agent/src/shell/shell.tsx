import { useMantineTheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect } from 'react'
import { Outlet, useLocation } from 'react-router'
import { KeyboardHelp } from '../keyboard/keyboard-help.tsx'
import { Palette } from '../keyboard/palette.tsx'
import { keepFocus } from '../list/focus-home.ts'
import { ConnectionBar } from '../live/connection-bar.tsx'
import { LiveRegion } from '../live/live-region.tsx'
import { useLiveHints } from '../live/use-live-hints.ts'
import { useNoticeWatch } from '../notices/use-notice-watch.ts'
import { usePresenceClock } from '../presence/use-presence.ts'
import { GlobalShortcuts } from './global-shortcuts.tsx'
import { Drawer } from './lazy-overlay.tsx'
import { MenuContext } from './menu-context.ts'
import styles from './shell.module.css'
import { Sidebar } from './sidebar.tsx'

/** The frame of every page: sidebar (a drawer where it is narrow), the page, and what lives as long as the session. */
export function Shell() {
  const [isMenuOpen, menu] = useDisclosure(false)
  const { key } = useLocation()
  const theme = useMantineTheme()
  useLiveHints()
  useNoticeWatch()
  usePresenceClock()
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer, wherever it leads
  useEffect(() => menu.close(), [key])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what had the focus may be gone with the page before
  useEffect(keepFocus, [key])
  return (
    <MenuContext value={menu.open}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <div className={styles.frame}>
        <ConnectionBar />
        <div className={styles.columns}>
          <aside className={styles.sidebar} aria-label="Sidebar">
            <Sidebar />
          </aside>
          <Outlet />
        </div>
      </div>
      <Drawer
        opened={isMenuOpen}
        onClose={menu.close}
        size={280}
        title="Menu"
        closeButtonProps={{ 'aria-label': 'Close menu' }}
        transitionProps={{ duration: theme.respectReducedMotion ? 120 : 0 }}
        hiddenFrom="sm"
        classNames={{ body: styles.drawer }}
      >
        <Sidebar />
      </Drawer>
      <GlobalShortcuts />
      <Palette />
      <KeyboardHelp />
      <LiveRegion />
    </MenuContext>
  )
}
