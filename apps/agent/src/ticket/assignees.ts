import type { Ticket } from '@gotrs/contract/tickets'
import { useMe } from '../session/use-session.ts'
import { useQueueMembers } from './colleagues.ts'

export const NOBODY = 'nobody'

/** Whom a ticket can be assigned to: the active members of its queue, the admins, and nobody. */
export function useAssignees(ticket: Ticket) {
  const me = useMe()
  const { people, isLoading } = useQueueMembers(ticket)
  const assignee = ticket.staff?.assignee
  const all = assignee && !people.some(({ id }) => id === assignee.id) ? [...people, assignee] : people
  return {
    isLoading,
    people: all,
    options: [
      { value: NOBODY, label: 'Unassigned' },
      ...all.map(({ id, name }) => ({ value: id, label: id === me.id ? `${name} (me)` : name })),
    ],
  }
}
