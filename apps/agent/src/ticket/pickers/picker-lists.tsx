import { type Ticket, type TicketPriority, ticketPriorities } from '@gotrs/contract/tickets'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { PriorityMark } from '../../marks/priority-mark.tsx'
import { StatusMark } from '../../marks/status-mark.tsx'
import { priorityWord, statusWord } from '../../marks/words.ts'
import { useMe } from '../../session/use-session.ts'
import { close, reopen, resolve } from '../actions/status-actions.ts'
import { NOBODY, useAssignees } from '../assignees.ts'
import { useReaders } from '../colleagues.ts'
import { follow, unfollow } from '../followers.ts'
import type { TicketVerbs } from '../use-ticket-verbs.ts'
import { reasonAgainst } from '../verb-reason.ts'
import { openPicker, type PickerName } from './open-picker.ts'
import { Picker } from './picker.tsx'
import { newTag } from './tag-name.ts'

export type PickerProps = { ticket: Ticket; verbs: TicketVerbs }

const pickers = {
  assign: AssigneePicker,
  status: StatusPicker,
  priority: PriorityPicker,
  queue: QueuePicker,
  followers: FollowerPicker,
  tags: TagPicker,
} as const satisfies Record<PickerName, (props: PickerProps) => unknown>

/** The list that is open; it is loaded with the first one. */
export default function OpenPicker({ name, ...props }: PickerProps & { name: PickerName }) {
  const Open = pickers[name]
  return <Open {...props} />
}

const shut = () => openPicker(null)

function AssigneePicker({ ticket, verbs }: PickerProps) {
  const { options, people, isLoading } = useAssignees(ticket)
  return (
    <Picker
      title={`Assign #${ticket.number}`}
      field="Name"
      options={options}
      current={[ticket.staff?.assignee?.id ?? NOBODY]}
      isLoading={isLoading}
      nothing="No matching member of this queue"
      onPick={value => verbs.assign(people.find(({ id }) => id === value) ?? null)}
      onClose={shut}
    />
  )
}

function StatusPicker({ ticket, verbs }: PickerProps) {
  const me = useMe()
  const actions = { open: reopen, resolved: resolve, closed: close }
  const isDone = ticket.status === 'resolved' || ticket.status === 'closed'
  const possible = (['open', 'resolved', 'closed'] as const).filter(
    status => (status !== 'open' || isDone) && reasonAgainst(me, actions[status].verb, ticket) === null,
  )
  return (
    <Picker
      title={`Status of #${ticket.number}`}
      field="Status"
      options={possible.map(value => ({ value, label: statusWord(value), hint: actions[value].label }))}
      current={[]}
      nothing="No matching status"
      mark={value => <StatusMark ticket={{ status: value as Ticket['status'] }} />}
      onPick={value => verbs.run(actions[value as keyof typeof actions].command)}
      onClose={shut}
    />
  )
}

function PriorityPicker({ ticket, verbs }: PickerProps) {
  return (
    <Picker
      title={`Priority of #${ticket.number}`}
      field="Priority"
      options={ticketPriorities.toReversed().map(value => ({ value, label: priorityWord(value) }))}
      current={[ticket.priority]}
      nothing="No matching priority"
      mark={value => <PriorityMark priority={value as TicketPriority} />}
      onPick={value => verbs.setPriority(value as TicketPriority)}
      onClose={shut}
    />
  )
}

function QueuePicker({ ticket, verbs }: PickerProps) {
  const queues = trpc.queues.list.useQuery(undefined, { staleTime: 60_000 })
  const current = ticket.staff?.queue.id
  return (
    <Picker
      title={`Move #${ticket.number} to a queue`}
      field="Queue"
      options={(queues.data ?? [])
        .filter(({ id }) => id !== current)
        .map(({ id, name }) => ({ value: id, label: name }))}
      current={[]}
      isLoading={queues.isPending}
      nothing="No matching queue"
      onPick={value => {
        const queue = queues.data?.find(({ id }) => id === value)
        if (queue) verbs.move(queue)
      }}
      onClose={shut}
    />
  )
}

/** Oneself first, so that the key and Enter follow the ticket. */
function FollowerPicker({ ticket, verbs }: PickerProps) {
  const me = useMe()
  const { people, isLoading } = useReaders(ticket, true)
  const followers = useFollowers(ticket)
  const all = [me, ...people.filter(({ id }) => id !== me.id)]
  return (
    <Picker
      title={`Followers of #${ticket.number}`}
      field="Name"
      options={all.map(({ id, name }) => ({
        value: id,
        label: id === me.id ? `${name} (me)` : name,
        hint: followers.includes(id) ? 'Remove' : 'Add',
      }))}
      current={followers}
      isLoading={isLoading}
      nothing="No matching colleague who may read the ticket"
      onPick={value => {
        const person = all.find(({ id }) => id === value) ?? me
        verbs.run(followers.includes(value) ? unfollow(person, me) : follow(person, me))
      }}
      onClose={shut}
    />
  )
}

/** From the ticket on the screen, or the marked one of the list, which is read first. */
function useFollowers({ number }: Ticket): string[] {
  const detail = trpc.tickets.get.useQuery({ ticketId: number }, { staleTime: 10_000 })
  return (detail.data?.staff?.followers ?? []).map(({ id }) => id)
}

function TagPicker({ ticket, verbs }: PickerProps) {
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 100)
  const known = trpc.tags.list.useQuery({ text: asked }, { staleTime: 30_000, placeholderData: keepPreviousData })
  const tags = ticket.staff?.tags ?? []
  const all = [...new Set([...tags, ...(known.data ?? [])])]
  return (
    <Picker
      title={`Tags of #${ticket.number}`}
      field="Tag"
      options={all.map(tag => ({ value: tag, label: tag, ...(tags.includes(tag) && { hint: 'Remove' }) }))}
      current={tags}
      isLoading={known.isPending || known.isPlaceholderData || asked !== text.trim()}
      nothing="Use only letters, digits, dots, dashes and underscores"
      create={typed => newTag(typed, all)}
      onType={setText}
      onPick={tag => (tags.includes(tag) ? verbs.untag(tag) : verbs.tag(tag))}
      onClose={shut}
    />
  )
}
