import type { User } from '@gotrs/contract/people'
import { can } from '@gotrs/contract/permissions'
import { factsOfTicket, type Ticket } from '@gotrs/contract/tickets'
import { useQuery } from '@tanstack/react-query'
import { trpc, type Utils } from '../api/trpc.ts'

/** Far more staff than a desk has. */
const MAX_PAGES = 20

/** All active staff. */
export const staffQuery = (client: Utils['client']) => ({
  // With the other answers about people, so that a change of a person makes it stale as well.
  queryKey: [['users', 'staff']],
  staleTime: 60_000,
  queryFn: async () => {
    const found: User[] = []
    let cursor: string | undefined
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const { items, nextCursor } = await client.users.list.query({ role: 'staff', limit: 100, cursor })
      found.push(...items.filter(person => person.isActive))
      if (nextCursor === null) return found
      cursor = nextCursor
    }
    return found
  },
})

function useStaff(isWanted: boolean) {
  const { client } = trpc.useUtils()
  return useQuery({ ...staffQuery(client), enabled: isWanted })
}

/** Who works in the queue of the ticket. */
export function useQueueMembers(ticket: Ticket) {
  const staff = useStaff(true)
  const queueId = ticket.staff?.queue.id ?? ''
  const people = (staff.data ?? []).filter(({ role, queueIds }) => role === 'admin' || queueIds.includes(queueId))
  return { people, isLoading: staff.isPending }
}

/** Those of the staff who may read the ticket. */
export function readersOf(ticket: Ticket, staff: readonly User[]): User[] {
  const facts = factsOfTicket(ticket)
  return staff.filter(person => can({ ...person, sharedOrganisationId: null }, 'ticket.readStaff', facts))
}

export function useReaders(ticket: Ticket, isWanted: boolean) {
  const staff = useStaff(isWanted)
  return { people: readersOf(ticket, staff.data ?? []), isLoading: staff.isPending }
}
