import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { Link, useLocation, useNavigate } from 'react-router'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'

/** The whole conversation as a page to print. The browser's own key leads there too: this page would print one screen. */
export function PrintLink({ number }: { number: number }) {
  const navigate = useNavigate()
  // With the list, which the way back leads to.
  const to = `/tickets/${number}/print${useLocation().search}`
  useShortcut('print', () => void navigate(to))
  return (
    <Tooltip label={`Print, or save as PDF (${keyCaps('print').join(' ')})`}>
      <ActionIcon component={Link} to={to} aria-label="Print">
        <IconPrinter size={18} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  )
}
