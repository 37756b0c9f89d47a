import type { Filter } from '@gotrs/contract/filter/ast'
import type { Condition } from '@gotrs/contract/filter/fields'
import { type StateName, statusesOf } from '@gotrs/contract/filter/states'
import { isUuid } from '@gotrs/contract/ids'
import { type TicketStatus, ticketStatuses } from '@gotrs/contract/ticket-status'

/** The conditions that every ticket of the answer meets; what is inside of "or" and "not" is not among them. */
export const conjunctsOf = (filter: Filter): Condition[] =>
  'and' in filter ? filter.and.flatMap(conjunctsOf) : 'field' in filter ? [filter] : []

/** The statuses that the answer can have. */
export const statusesIn = (conditions: readonly Condition[]): TicketStatus[] =>
  ticketStatuses.filter(status => conditions.every(condition => allowed(condition).includes(status)))

function allowed(condition: Condition): readonly TicketStatus[] {
  if (condition.field === 'status') return condition.in
  return (condition.field === 'is' ? statusesOf(condition.state) : null) ?? ticketStatuses
}

export const isState = (conditions: readonly Condition[], state: StateName): boolean =>
  conditions.some(condition => condition.field === 'is' && condition.state === state)

/**
 * Is it what a link of the sidebar asks for: a state, a queue, or a state with whose or in which queue? There are so few
 * of these that the statement of each is prepared.
 */
export function isOfSidebar(filter: Filter): boolean {
  if ('field' in filter) return isLinked(filter)
  if (!('and' in filter)) return false
  const [inner] = filter.and
  if (filter.and.length === 1 && inner) return isOfSidebar(inner)
  return filter.and.length <= 2 && filter.and.every(it => 'field' in it && isLinked(it)) && !isTwice(filter.and)
}

function isLinked(condition: Condition): boolean {
  if (condition.field === 'assignee') return condition.is === 'me' || condition.is === 'none'
  return condition.field === 'is' || (condition.field === 'queue' && isUuid(condition.is))
}

const isTwice = ([one, other]: Filter[]) =>
  one !== undefined && other !== undefined && 'field' in one && 'field' in other && one.field === other.field
