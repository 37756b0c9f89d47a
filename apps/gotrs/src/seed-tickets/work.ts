import type { TicketPriority } from '@gotrs/contract/tickets'
import { type Pen, person, system } from './pen.ts'
import type { Person, Queue, Tag } from './place.ts'
import { change, type Ticket, tell } from './ticket.ts'

/** An agent takes it; with that a new one is open. */
export function take(pen: Pen, at: number, ticket: Ticket, agent: Person): void {
  const { row } = ticket
  const isOpened = row.status === 'new'
  const payload = { assigneeId: agent.id, previousAssigneeId: row.assigneeId ?? null }
  change(ticket, at, { assigneeId: agent.id, ...(isOpened ? { status: 'open' } : {}) }, isOpened)
  const actor = person(agent)
  tell(pen, at, ticket, 'ticket.assigned', { actor, payload })
  if (isOpened) tell(pen, at, ticket, 'ticket.opened', { actor, payload: {} })
  ticket.reads.set(agent.id, at)
}

export function setPriority(pen: Pen, at: number, ticket: Ticket, agent: Person, priority: TicketPriority): void {
  const previousPriority = ticket.row.priority ?? 'normal'
  change(ticket, at, { priority }, true)
  tell(pen, at, ticket, 'ticket.prioritySet', { actor: person(agent), payload: { priority, previousPriority } })
  ticket.reads.set(agent.id, at)
}

export function tag(pen: Pen, at: number, ticket: Ticket, agent: Person, { id: tagId, name }: Tag): void {
  ticket.tagNames.push(name)
  pen.rows.add('ticketTags', { ticketId: ticket.row.id, tagId }, at)
  change(ticket, at, {}, false)
  tell(pen, at, ticket, 'ticket.tagged', { actor: person(agent), payload: { tagId } })
  ticket.reads.set(agent.id, at)
}

/** Before anybody has taken it. */
export function move(pen: Pen, at: number, ticket: Ticket, agent: Person, queue: Queue): void {
  const previousQueueId = ticket.row.queueId
  ticket.queue = queue
  change(ticket, at, { queueId: queue.id }, false)
  tell(pen, at, ticket, 'ticket.moved', { actor: person(agent), payload: { queueId: queue.id, previousQueueId } })
  ticket.reads.set(agent.id, at)
}

export function resolve(pen: Pen, at: number, ticket: Ticket, agent: Person): void {
  const payload = statusBefore(ticket)
  const taken = takenBy(ticket, agent)
  change(ticket, at, { status: 'resolved', resolvedAt: new Date(at), waitingSince: null, ...taken }, true)
  tell(pen, at, ticket, 'ticket.resolved', { actor: person(agent), payload })
  tellTaken(pen, at, ticket, agent, taken)
  ticket.reads.set(agent.id, at)
}

type Taken = { assigneeId?: string }

/** Who answers or resolves a ticket without an assignee becomes its assignee. */
export const takenBy = ({ row }: Ticket, agent: Person): Taken => (row.assigneeId ? {} : { assigneeId: agent.id })

export function tellTaken(pen: Pen, at: number, ticket: Ticket, agent: Person, { assigneeId }: Taken): void {
  if (!assigneeId) return
  const payload = { assigneeId, previousAssigneeId: null }
  tell(pen, at, ticket, 'ticket.assigned', { actor: person(agent), payload })
}

/** By an agent, or by the clock some days after it was resolved. */
export function close(pen: Pen, at: number, ticket: Ticket, agent: Person | null): void {
  const payload = statusBefore(ticket)
  change(ticket, at, { status: 'closed', closedAt: new Date(at), waitingSince: null }, true)
  const actor = agent ? person(agent) : system('clock')
  tell(pen, at, ticket, 'ticket.closed', { actor, payload })
  if (agent) ticket.reads.set(agent.id, at)
}

/** `until` has to be still to come when the seed ends. */
export function snooze(pen: Pen, at: number, ticket: Ticket, agent: Person, until: Date): void {
  const payload = { until: until.toISOString(), previousUntil: ticket.row.snoozedUntil?.toISOString() ?? null }
  change(ticket, at, { snoozedUntil: until }, false)
  tell(pen, at, ticket, 'ticket.snoozed', { actor: person(agent), payload })
  ticket.reads.set(agent.id, at)
}

/** What the change of its status takes from the ticket. */
function statusBefore({ row }: Ticket) {
  const isoOf = (time: Date | null | undefined) => time?.toISOString() ?? null
  return {
    previousStatus: row.status,
    previousWaitingSince: isoOf(row.waitingSince),
    previousSnoozedUntil: isoOf(row.snoozedUntil),
    previousResolvedAt: isoOf(row.resolvedAt),
    previousClosedAt: isoOf(row.closedAt),
  }
}
