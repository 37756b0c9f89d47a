import type { TimelineEvent } from '@gotrs/contract/events'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { trpc } from '../api/trpc.ts'
import type { Names } from './sentence.ts'

/** The names that the timeline of this ticket may have to say. */
export function useNames(ticket: TicketDetail): Names {
  const staff = trpc.users.list.useQuery({ role: 'staff', limit: 100 }, { staleTime: 60_000 })
  const queues = trpc.queues.list.useQuery(undefined, { staleTime: 60_000 })
  const known = new Map(peopleOn(ticket))
  const others = useOthers(ticket.events.flatMap(personOf).filter(id => !known.has(id)))
  for (const person of [...(staff.data?.items ?? []), ...others]) known.set(person.id, person.name || person.email)
  const queueNames = new Map((queues.data ?? []).map(queue => [queue.id, queue.name]))
  if (ticket.staff) queueNames.set(ticket.staff.queue.id, ticket.staff.queue.name)
  return {
    person: id => known.get(id) ?? 'a former user',
    queue: id => queueNames.get(id) ?? 'another queue',
  }
}

function peopleOn({ customer, participants, messages, events }: TicketDetail): [string, string][] {
  const people = [customer, ...participants, ...messages.items.map(message => message.author)]
  return [
    ...people.flatMap(({ id, name, email }): [string, string][] => (id ? [[id, name || email]] : [])),
    ...events.flatMap(({ actor }): [string, string][] => (actor.id && actor.name ? [[actor.id, actor.name]] : [])),
  ]
}

/** The person whom an event put into the conversation or took out of it; they may be on the page no more. */
function personOf({ type, payload }: TimelineEvent): string[] {
  const isAboutPerson =
    type === 'ticket.participantAdded' || type === 'ticket.participantRemoved' || type === 'message.accepted'
  return isAboutPerson && typeof payload.userId === 'string' ? [payload.userId] : []
}

const maxOthers = 20

function useOthers(ids: string[]) {
  const wanted = [...new Set(ids)].slice(0, maxOthers)
  const asked = trpc.useQueries(t =>
    wanted.map(userId => t.users.get({ userId }, { staleTime: Number.POSITIVE_INFINITY, retry: false })),
  )
  return asked.flatMap(({ data }) => data ?? [])
}
