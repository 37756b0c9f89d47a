import type { TicketPriority, TicketStatus } from '../tickets.ts'
import type { Condition, Filter } from './ast.ts'

type FilterPerson = { id: string; name: string; email: string }

/** A ticket as the filter language sees it. `texts` are the title and every message the reader may see. */
export type FilterTicket = {
  number: number
  status: TicketStatus
  priority: TicketPriority
  assignee: FilterPerson | null
  customer: FilterPerson
  organisation: string | null
  queue: { id: string; name: string }
  tags: readonly string[]
  texts: readonly string[]
  createdAt: Date
  waitingSince: Date | null
  heldCount: number
}

/** Who asks, and when: what `me` and ages mean. */
export type FilterContext = { actorId: string; now: Date }

/** Evaluates a filter in memory; the SQL compiled from the same AST agrees with it by test. */
export function matches(filter: Filter, ticket: FilterTicket, context: FilterContext): boolean {
  if ('and' in filter) return filter.and.every(inner => matches(inner, ticket, context))
  if ('or' in filter) return filter.or.some(inner => matches(inner, ticket, context))
  if ('not' in filter) return !matches(filter.not, ticket, context)
  return holds(filter, ticket, context)
}

function holds(condition: Condition, ticket: FilterTicket, context: FilterContext): boolean {
  switch (condition.field) {
    case 'status':
      return condition.in.includes(ticket.status)
    case 'priority':
      return condition.in.includes(ticket.priority)
    case 'assignee':
      return isPerson(condition.is, ticket.assignee, context)
    case 'customer':
      return isPerson(condition.is, ticket.customer, context)
    case 'organisation':
      return ticket.organisation !== null && has(ticket.organisation, condition.is)
    case 'queue':
      return ticket.queue.id === condition.is || same(ticket.queue.name, condition.is)
    case 'tag':
      return ticket.tags.includes(condition.is)
    case 'number':
      return ticket.number === condition.is
    case 'text':
      return ticket.texts.some(text => has(text, condition.contains))
    case 'created':
      return ticket.createdAt.getTime() < context.now.getTime() - condition.olderThan * 1000
    case 'createdWithin':
      return ticket.createdAt.getTime() >= context.now.getTime() - condition.seconds * 1000
    case 'waiting':
      return (
        ticket.waitingSince !== null &&
        ticket.waitingSince.getTime() < context.now.getTime() - condition.longerThan * 1000
      )
    case 'held':
      return ticket.heldCount > 0
  }
}

function isPerson(wanted: string, person: FilterPerson | null, context: FilterContext): boolean {
  if (wanted === 'none') return person === null
  if (person === null) return false
  if (wanted === 'me') return person.id === context.actorId
  return person.id === wanted || has(`${person.name} ${person.email}`, wanted)
}

const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase()
const has = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase())
