import { type TicketDetail, type TicketPriority, ticketPriorities } from '@gotrs/contract/tickets'
import { Select } from '@mantine/core'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { leaveOnEscape, useFieldShortcut } from '../keyboard/use-field-shortcut.ts'
import { PriorityMark } from '../marks/priority-mark.tsx'
import { priorityWord } from '../marks/words.ts'
import { useMe } from '../session/use-session.ts'
import type { TicketVerbs } from './use-ticket-verbs.ts'
import { reasonAgainst } from './verb-reason.ts'

type FieldProps = { ticket: TicketDetail; verbs: TicketVerbs }

const NOBODY = 'nobody'

/** Whom it can be assigned to is read when somebody opens the field, and so are the queues. */
export function AssigneeField({ ticket, verbs }: FieldProps) {
  const me = useMe()
  const [isOpened, setOpened] = useState(false)
  const staff = trpc.users.list.useQuery({ role: 'staff', limit: 100 }, { staleTime: 60_000, enabled: isOpened })
  const reason = reasonAgainst(me, 'assign', ticket)
  const assignee = ticket.staff?.assignee
  const field = useFieldShortcut('assign', reason === null)

  const queueId = ticket.staff?.queue.id ?? ''
  const people = (staff.data?.items ?? []).filter(
    person => person.isActive && (person.role === 'admin' || person.queueIds.includes(queueId)),
  )
  const options = people.map(person => ({
    value: person.id,
    label: person.id === me.id ? `${person.name} (me)` : person.name,
  }))
  const isKnown = !assignee || people.some(person => person.id === assignee.id)
  return (
    <Select
      {...field}
      label="Assignee"
      searchable
      allowDeselect={false}
      disabled={reason !== null}
      title={reason ?? undefined}
      onFocus={() => setOpened(true)}
      nothingFoundMessage={staff.isPending ? 'Loading the members' : 'No matching member of this queue'}
      data={[
        { value: NOBODY, label: 'Unassigned' },
        ...options,
        ...(assignee && !isKnown ? [{ value: assignee.id, label: assignee.name }] : []),
      ]}
      value={assignee?.id ?? NOBODY}
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
      label="Queue"
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
      label="Priority"
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
