import type { Ticket } from '@gotrs/contract/tickets'
import { trpc } from '../api/trpc.ts'
import { useMe } from '../session/use-session.ts'

export const NOBODY = 'nobody'

/** Whom a ticket can be assigned to: the active members of its queue, the admins, and nobody. */
export function useAssignees(ticket: Ticket, isWanted: boolean) {
  const me = useMe()
  const staff = trpc.users.list.useQuery({ role: 'staff', limit: 100 }, { staleTime: 60_000, enabled: isWanted })
  const queueId = ticket.staff?.queue.id ?? ''
  const people = (staff.data?.items ?? []).filter(
    person => person.isActive && (person.role === 'admin' || person.queueIds.includes(queueId)),
  )
  const options = people.map(({ id, name }) => ({ value: id, label: id === me.id ? `${name} (me)` : name }))
  const assignee = ticket.staff?.assignee
  const isKnown = !assignee || people.some(person => person.id === assignee.id)
  return {
    isLoading: staff.isPending,
    options: [
      { value: NOBODY, label: 'Unassigned' },
      ...options,
      ...(isKnown ? [] : [{ value: assignee.id, label: assignee.name }]),
    ],
  }
}
