import { ActionIcon } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { useOpenMenu } from './menu-context.ts'

/** Shown where the sidebar is not. */
export function MenuButton() {
  const openMenu = useOpenMenu()
  return (
    <ActionIcon hiddenFrom="md" aria-label="Menu" onClick={openMenu}>
      <IconMenu2 size={18} />
    </ActionIcon>
  )
}
