import { DeskError } from '@gotrs/contract/errors'
import type { Filter } from '@gotrs/contract/filter/ast'
import { audienceOf, type Condition } from '@gotrs/contract/filter/fields'
import { and, not, or, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { sqlOf } from './filter-sql/fields.ts'

/** The filter AST as SQL on `tickets`; `matches` of the contract evaluates the same in memory, and a test compares them. */
export function compileFilter(reader: Reader, filter: Filter): SQL {
  if ('and' in filter) return and(...filter.and.map(inner => compileFilter(reader, inner))) ?? sql`true`
  if ('or' in filter) return or(...filter.or.map(inner => compileFilter(reader, inner))) ?? sql`false`
  if ('not' in filter) return not(compileFilter(reader, filter.not))
  if (audienceOf(filter) === 'staff' && !isStaffActor(reader.actor)) refuse(filter)
  return sqlOf(reader, filter)
}

function refuse(condition: Condition): never {
  const word = condition.field === 'is' ? `is:${condition.state}` : condition.field
  throw new DeskError('invalid_filter', { word, reason: `only staff can search by ${word}` })
}
