import type { Filter } from '@gotrs/contract/filter/ast'
import type { Condition } from '@gotrs/contract/filter/fields'
import { type StateName, statusesOf } from '@gotrs/contract/filter/states'
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
