import { ticketPriorities } from '@gotrs/contract/tickets'
import { useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { PriorityMark } from '../marks/priority-mark.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import { priorityWord, statusWord } from '../marks/words.ts'
import { FilterChip } from './filter-chip.tsx'
import { filterValue, withFilter } from './filter-tokens.ts'
import styles from './list-head.module.css'
import { listSearch, useListParams } from './list-params.ts'

const statuses = ['new', 'open', 'resolved', 'closed'] as const
/** The values of `is:` that are statuses; held mail is found beside any. */
const statusGroups = ['open', 'done']

/** The four filters that are used all day. They write the same filter text as the search box shows. */
export function FilterChips() {
  const { q, sort } = useListParams()
  const navigate = useNavigate()
  const staff = trpc.users.list.useQuery({ role: 'staff', limit: 100 }, { staleTime: 60_000 })
  const queues = trpc.queues.list.useQuery(undefined, { staleTime: 60_000 })

  const show = (next: string) => void navigate(`/tickets${listSearch({ q: next, sort })}`)
  const set = (key: string) => (value: string | null) => show(withFilter(q, key, value))
  const setStatus = (value: string | null) => {
    const bare = withFilter(withFilter(q, 'status', null), 'is', null, statusGroups)
    if (value === null) return show(bare)
    show(value === 'active' ? withFilter(bare, 'is', 'open', statusGroups) : withFilter(bare, 'status', value))
  }
  const status = filterValue(q, 'is', statusGroups) === 'open' ? 'active' : filterValue(q, 'status')
  const people = staff.data?.items ?? []
  return (
    <fieldset className={styles.chips} aria-label="Filters">
      <FilterChip
        name="Status"
        value={status}
        onChange={setStatus}
        options={[
          { value: 'active', label: 'New or open' },
          ...statuses.map(value => ({
            value,
            label: statusWord(value),
            mark: <StatusMark ticket={{ status: value }} />,
          })),
        ]}
      />
      <FilterChip
        name="Priority"
        value={filterValue(q, 'priority')}
        onChange={set('priority')}
        options={ticketPriorities.toReversed().map(value => ({
          value,
          label: priorityWord(value),
          mark: <PriorityMark priority={value} />,
        }))}
      />
      <FilterChip
        name="Assignee"
        value={filterValue(q, 'assignee')}
        onChange={set('assignee')}
        options={[
          { value: 'me', label: 'Me' },
          { value: 'none', label: 'Unassigned' },
          ...people.map(({ email, name }) => ({ value: email, label: name })),
        ]}
      />
      <FilterChip
        name="Queue"
        value={filterValue(q, 'queue')}
        onChange={set('queue')}
        options={(queues.data ?? []).map(({ name }) => ({ value: name, label: name }))}
      />
    </fieldset>
  )
}
