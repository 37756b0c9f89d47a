import type { Filter } from './ast.ts'
import type { FilterContext, FilterTicket } from './field.ts'
import { fieldOf } from './fields.ts'

/** Evaluates a filter in memory; the SQL compiled from the same AST agrees with it by test. */
export function matches(filter: Filter, ticket: FilterTicket, context: FilterContext): boolean {
  if ('and' in filter) return filter.and.every(inner => matches(inner, ticket, context))
  if ('or' in filter) return filter.or.some(inner => matches(inner, ticket, context))
  if ('not' in filter) return !matches(filter.not, ticket, context)
  return fieldOf(filter).matches(filter, ticket, context)
}
