import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useNavigate } from 'react-router'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { listSearch, useListParams } from '../list/list-params.ts'

/** Back to list this ticket was opened from. */
export function BackLink() {
  const to = `/tickets${listSearch(useListParams())}`
  const navigate = useNavigate()
  useShortcut('back', () => void navigate(to))
  return (
    <Tooltip label={`Back to list (${keyCaps('back').join(' ')})`}>
      <ActionIcon component={Link} to={to} aria-label="Back to list">
        <IconArrowLeft size={18} />
      </ActionIcon>
    </Tooltip>
  )
}
