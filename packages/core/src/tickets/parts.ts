import type { Filter } from '@gotrs/contract/filter/ast'
import { grantOf } from '@gotrs/contract/permissions'
import { ticketStatuses } from '@gotrs/contract/ticket-status'
import { queues } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { compileFilter } from './compile-filter.ts'
import { conjunctsOf } from './conjuncts.ts'
import { idArray, literals } from './filter-sql/ids.ts'
import type { Found } from './filter-sql/look-up.ts'
import type { TicketOrder } from './orders.ts'
import { type Pins, pinsOf } from './pins.ts'

/**
 * Some of the tickets of an answer; no ticket is in two parts of it.
 * - With `keys`: an index has its tickets in the order of the list, once for each row of `keys`, or once if there are no
 *   keys. A page reads of each no more than it can show.
 * - With `first`: an index of its own finds few tickets, which are then filtered by `where` and sorted.
 */
export type Part = { keys: SQL | null; where: SQL } | { first: SQL; where: SQL }

type Question = Pins & { where: SQL }

/** The tickets that the reader may read and that meet the filter, in the order of the list; without `sort` to be counted. */
export function partsOf(reader: Reader, filter: Filter, found: Found, sort: TicketOrder | null): Part[] {
  const { actor } = reader
  const scope = ticketScope(actor, 'ticket.read')
  const pins = pinsOf(reader, conjunctsOf(filter), found.names)
  const where = all(compileFilter(reader, filter, found.names), ...(sort === null ? pins.inTagSets : []))
  if (pins.isEmpty) return []
  const grant = actor.kind === 'system' ? 'any' : grantOf(actor.role, 'ticket.read')
  if (actor.kind === 'user' && grant === 'organisation') return ofCustomer(actor, scope, where, sort)
  if (found.isRare(filter) || (pins.isOpen && pins.hasAssignee)) return [gathered(all(scope, where, ...pins.tagged))]
  const question = { ...pins, where }
  if (grant === 'any') return [inQueues(question, pins.queueIds ? keysOf(pins.queueIds) : everyQueue)]
  if (actor.kind === 'user' && grant === 'queue') return ofAgent(question, actor)
  return [gathered(all(scope, where))]
}

const all = (...conditions: SQL[]): SQL => and(...conditions) ?? sql`true`
const gathered = (first: SQL): Part => ({ first, where: sql`true` })

/** Customers reach few tickets: those are found first, so that a search costs what they may read, not what the desk holds. */
function ofCustomer(actor: UserActor, scope: SQL, where: SQL, sort: TicketOrder | null): Part[] {
  if (sort !== 'updated') return [{ first: scope, where }]
  const own = eq(tickets.customerId, actor.id)
  const shared = actor.sharedOrganisationId
  const foreign = shared && all(eq(tickets.organisationId, shared), ne(tickets.customerId, actor.id))
  // The scope has an `or` of both: for its sake the planner would read all tickets of a customer, and then sort them.
  const isInScope = sql`coalesce(${scope}, false)`
  return [own, ...(foreign ? [foreign] : [])].map(reach => ({ keys: null, where: all(reach, isInScope, where) }))
}

/** The agent's queues, and what is assigned to the agent in others. */
function ofAgent(question: Question, actor: UserActor): Part[] {
  const { queueIds, isUnassigned } = question
  const own = queueIds?.filter(id => actor.queueIds.includes(id)) ?? actor.queueIds
  const inOwn = inQueues(question, keysOf(own))
  if (isUnassigned) return [inOwn]
  const others = queueIds
    ? keysOf(queueIds.filter(id => !actor.queueIds.includes(id)))
    : sql`(select id as queue_id from ${queues} where id <> all(${idArray(actor.queueIds)})) walk`
  const assigned = all(eq(tickets.assigneeId, actor.id), question.where)
  // By status as well: the index of a person's tickets has it.
  return [inOwn, inQueues({ ...question, where: assigned, isOpen: false }, others)]
}

const everyQueue = sql`(select id as queue_id from ${queues}) walk`
const keysOf = (queueIds: readonly string[]) => sql`unnest(${idArray(queueIds)}) walk(queue_id)`

/**
 * Open tickets have indexes by queue, the others by queue and status, so that a page reads one page of each queue and
 * status. No index has the order of all: the planner would walk it past whatever the filter leaves out.
 */
function inQueues({ isOpen, statuses, where }: Question, queueKeys: SQL): Part {
  const inQueue = sql`${tickets.queueId} = walk.queue_id`
  if (isOpen) return { keys: queueKeys, where: all(inQueue, where) }
  const states = sql`unnest(array[${literals(ticketStatuses, statuses)}]::ticket_status[]) state(status)`
  return {
    keys: sql`${queueKeys} cross join ${states}`,
    where: all(inQueue, sql`${tickets.status} = state.status`, where),
  }
}
