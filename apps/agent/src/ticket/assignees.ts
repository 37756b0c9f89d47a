import type { Ticket } from '@gotrs/contract/tickets'
import { useMe } from '../session/use-session.ts'
import { useQueueMembers } from './colleagues.ts'

export const NOBODY = 'nobody'

/** Whom a ticket can be assigned to: the active members of its queue, the admins, and nobody. */
export function useAssignees(ticket: Ticket) {
  const me = useMe()
  const { people, isLoading } = useQueueMembers(ticket)
  const options = people.map(({ id, name }) => ({ value: id, label: id === me.id ? `${name} (me)` : name }))
  const assignee = ticket.staff?.assignee
  const isKnown = !assignee || people.some(person => person.id === assignee.id)
  return {
    isLoading,
    options: [
      { value: NOBODY, label: 'Unassigned' },
      ...options,
      ...(isKnown ? [] : [{ value: assignee.id, label: assignee.name }]),
    ],
  }
}
