import type { FilterField } from './field.ts'
import type { fields } from './fields.ts'

type ConditionOf<F> = F extends FilterField<infer C> ? C : never

/** One condition on a ticket, as its field's record declares it. Words compare without case. */
export type Condition = ConditionOf<(typeof fields)[keyof typeof fields]>

/** Filter text, parsed: compiled to SQL and evaluated in memory by the same records. Only the text is ever stored. */
export type Filter = Condition | { and: Filter[] } | { or: Filter[] } | { not: Filter }
