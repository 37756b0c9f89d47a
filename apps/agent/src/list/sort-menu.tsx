import type { TicketSort } from '@gotrs/contract/tickets'
import { Button, Menu } from '@mantine/core'
import { IconArrowsSort } from '@tabler/icons-react'
import { useLocation, useNavigate } from 'react-router'
import { listSearch, sortsFor, useListParams } from './list-params.ts'

const names = {
  match: 'Newest match',
  waiting: 'Longest waiting',
  newest: 'Newest',
  oldest: 'Oldest',
  updated: 'Recently changed',
  priority: 'Most urgent',
} as const satisfies Record<TicketSort, string>

/** The order of the list. */
export function SortMenu() {
  const { q, sort } = useListParams()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--text)"
          aria-label={`Sort: ${names[sort]}`}
          leftSection={<IconArrowsSort size={14} />}
        >
          {names[sort]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={sort}
          onChange={value => void navigate(`${pathname}${listSearch({ q, sort: value as TicketSort })}`)}
        >
          {sortsFor(q).map(value => (
            <Menu.RadioItem key={value} value={value}>
              {names[value]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
