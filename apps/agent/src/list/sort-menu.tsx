import type { TicketSort } from '@gotrs/contract/tickets'
import { Button, Menu } from '@mantine/core'
import { IconArrowsSort, IconCheck } from '@tabler/icons-react'
import { useLocation, useNavigate } from 'react-router'
import { listSearch, useListParams } from './list-params.ts'

const names = {
  waiting: 'Longest waiting',
  newest: 'Newest',
  oldest: 'Oldest',
  updated: 'Last changed',
  priority: 'Most urgent',
} as const satisfies Record<TicketSort, string>
const sorts = Object.keys(names) as TicketSort[]

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
          size="xs"
          c="var(--text)"
          aria-label={`Order: ${names[sort]}`}
          leftSection={<IconArrowsSort size={14} />}
        >
          {names[sort]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {sorts.map(value => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={value === sort}
            rightSection={value === sort && <IconCheck size={14} />}
            onClick={() => void navigate(`${pathname}${listSearch({ q, sort: value })}`)}
          >
            {names[value]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
