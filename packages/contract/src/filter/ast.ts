import type { Condition } from './fields.ts'

/** Filter text, parsed: compiled to SQL and evaluated in memory by the same records. Only the text is ever stored. */
export type Filter = Condition | { and: Filter[] } | { or: Filter[] } | { not: Filter }
