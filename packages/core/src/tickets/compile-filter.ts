import { DeskError } from '@gotrs/contract/errors'
import type { Filter } from '@gotrs/contract/filter/ast'
import { audienceOf, type Condition } from '@gotrs/contract/filter/fields'
import { and, or, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { sqlOf } from './filter-sql/fields.ts'
import type { Names } from './filter-sql/names.ts'

/**
 * The filter AST as SQL on `tickets`; `matches` of the contract evaluates the same in memory, and a test compares them. A
 * condition on an empty column is null, which `and` and `or` pass on as false, and of which "not" is true.
 */
export function compileFilter(reader: Reader, filter: Filter, names: Names): SQL {
  if ('and' in filter) return and(...filter.and.map(inner => compileFilter(reader, inner, names))) ?? sql`true`
  if ('or' in filter) return or(...filter.or.map(inner => compileFilter(reader, inner, names))) ?? sql`false`
  if ('not' in filter) return sql`((${compileFilter(reader, filter.not, names)}) is not true)`
  if (audienceOf(filter) === 'staff' && !isStaffActor(reader.actor)) refuse(filter)
  return sqlOf(reader, filter, names)
}

function refuse(condition: Condition): never {
  const word = condition.field === 'is' ? `is:${condition.state}` : condition.field
  throw new DeskError('invalid_filter', { word, reason: `only staff can search by ${word}` })
}
