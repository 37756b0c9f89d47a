import { ActionIcon, Box } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { useOpenMenu } from './menu-context.ts'

/** The sidebar's views, folded into a button where there is no room for it. */
export function MenuButton() {
  const openMenu = useOpenMenu()
  return (
    <Box component="nav" aria-label="Views" hiddenFrom="sm">
      <ActionIcon aria-label="Menu" onClick={openMenu}>
        <IconMenu2 size={18} />
      </ActionIcon>
    </Box>
  )
}
