import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { Link } from 'react-router'
import { openKeyboardHelp } from '../keyboard/keyboard-help.tsx'
import { Face } from '../marks/face.tsx'
import { useLogout } from '../session/use-logout.ts'
import { useMe } from '../session/use-session.ts'
import styles from './sidebar.module.css'

const schemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
] as const

/** The one at the screen: account, theme, shortcuts, the way out. */
export function UserMenu() {
  const me = useMe()
  const logout = useLogout()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="top-start" width={210}>
      <Menu.Target>
        <button type="button" className={styles.link} aria-label={`${me.name}, account menu`}>
          <Face person={me} isColleague isSmall />
          <span className={styles.name}>{me.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/settings/account" leftSection={<IconUserCircle size={16} />}>
          Your account
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openKeyboardHelp}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={value => setColorScheme(value as typeof colorScheme)}>
          {schemes.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => logout.here.mutate()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
