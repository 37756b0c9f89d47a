import type { TicketDetail } from '@gotrs/contract/tickets'
import { trpc } from '../api/trpc.ts'
import type { Names } from './event-text.ts'

/** The names that the timeline of this ticket may have to say. */
export function useNames(ticket: TicketDetail): Names {
  const staff = trpc.users.list.useQuery({ role: 'staff', limit: 100 }, { staleTime: 60_000 })
  const queues = trpc.queues.list.useQuery(undefined, { staleTime: 60_000 })
  const people = new Map<string, string>()
  for (const event of ticket.events)
    if (event.actor.id && event.actor.name) people.set(event.actor.id, event.actor.name)
  for (const person of staff.data?.items ?? []) people.set(person.id, person.name)
  const queueNames = new Map((queues.data ?? []).map(queue => [queue.id, queue.name]))
  if (ticket.staff) queueNames.set(ticket.staff.queue.id, ticket.staff.queue.name)
  return {
    person: id => people.get(id) ?? 'somebody who left',
    queue: id => queueNames.get(id) ?? 'another queue',
  }
}
