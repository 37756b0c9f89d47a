import { type TicketDetail, type TicketPriority, ticketPriorities } from '@gotrs/contract/tickets'
import { Select } from '@mantine/core'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { KeyedLabel } from '../keyboard/keyed-label.tsx'
import { leaveOnEscape } from '../list/leave-on-escape.ts'
import { PriorityMark } from '../marks/priority-mark.tsx'
import { priorityWord } from '../marks/words.ts'
import { useMe } from '../session/use-session.ts'
import { NOBODY, useAssignees } from './assignees.ts'
import styles from './rail.module.css'
import type { TicketVerbs } from './use-ticket-verbs.ts'
import { reasonAgainst } from './verb-reason.ts'

type FieldProps = { ticket: TicketDetail; verbs: TicketVerbs }

/** A label at the left, and a value that becomes a control under the pointer. */
const quiet = {
  comboboxProps: { withinPortal: false, floatingStrategy: 'fixed', width: 180, position: 'bottom-end' },
  classNames: {
    root: styles.field ?? '',
    label: styles.label ?? '',
    wrapper: styles.wrapper ?? '',
    input: styles.input ?? '',
    section: styles.chevron ?? '',
  },
} as const

/** Whom it can be assigned to is read when somebody opens the field, and so are the queues. */
export function AssigneeField({ ticket, verbs }: FieldProps) {
  const [isOpened, setOpened] = useState(false)
  const { options, isLoading } = useAssignees(ticket, isOpened)
  const reason = reasonAgainst(useMe(), 'assign', ticket)
  return (
    <Select
      {...quiet}
      label={<KeyedLabel text="Assignee" name="assign" />}
      searchable
      onKeyDown={leaveOnEscape}
      allowDeselect={false}
      disabled={reason !== null}
      title={reason ?? undefined}
      onFocus={() => setOpened(true)}
      nothingFoundMessage={isLoading ? 'Loading the members' : 'No matching member of this queue'}
      data={options}
      value={ticket.staff?.assignee?.id ?? NOBODY}
      onChange={value => value && verbs.assign(value === NOBODY ? null : value)}
    />
  )
}

export function QueueField({ ticket, verbs }: FieldProps) {
  const me = useMe()
  const [isOpened, setOpened] = useState(false)
  const queues = trpc.queues.list.useQuery(undefined, { staleTime: 60_000, enabled: isOpened })
  const reason = reasonAgainst(me, 'move', ticket)
  const current = ticket.staff?.queue
  const options = (queues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const isKnown = options.some(option => option.value === current?.id)
  return (
    <Select
      {...quiet}
      label={<KeyedLabel text="Queue" name="queue" />}
      onFocus={() => setOpened(true)}
      onKeyDown={leaveOnEscape}
      allowDeselect={false}
      disabled={reason !== null}
      title={reason ?? undefined}
      data={current && !isKnown ? [{ value: current.id, label: current.name }, ...options] : options}
      value={current?.id ?? null}
      onChange={value => value && verbs.move(value)}
    />
  )
}

export function PriorityField({ ticket, verbs }: FieldProps) {
  const reason = reasonAgainst(useMe(), 'setPriority', ticket)
  return (
    <Select
      {...quiet}
      label={<KeyedLabel text="Priority" name="priority" />}
      onKeyDown={leaveOnEscape}
      allowDeselect={false}
      disabled={reason !== null}
      title={reason ?? undefined}
      data={ticketPriorities.toReversed().map(value => ({ value, label: priorityWord(value) }))}
      renderOption={({ option }) => <PriorityMark priority={option.value as TicketPriority} />}
      value={ticket.priority}
      onChange={value => value && verbs.setPriority(value as TicketPriority)}
    />
  )
}
