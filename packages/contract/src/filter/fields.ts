import type { Audience, FilterField } from './field.ts'
import { is } from './fields/is.ts'
import { assignee, customer, follower, mentions, organisation } from './fields/people.ts'
import { queue, tag } from './fields/place.ts'
import { priority, status } from './fields/status.ts'
import { number, text } from './fields/text.ts'
import { closed, created, resolved, updated, waiting } from './fields/times.ts'

/** Every field of the filter language, in the order in which it is described. */
export const fields = {
  status,
  is,
  priority,
  assignee,
  follower,
  mentions,
  customer,
  organisation,
  queue,
  tag,
  number,
  created,
  updated,
  resolved,
  closed,
  waiting,
  text,
}
export type FieldName = keyof typeof fields

type ConditionOf<F> = F extends FilterField<infer C> ? C : never

/** One condition on a ticket, as its field's record declares it. Words compare without case. */
export type Condition = ConditionOf<(typeof fields)[FieldName]>

export const fieldOf = (condition: Condition): FilterField<Condition> => fields[condition.field]

export function audienceOf(condition: Condition): Audience {
  const field = fieldOf(condition)
  return field.audienceOf?.(condition) ?? field.availableTo
}
