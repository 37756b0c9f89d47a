import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/** One array as one value: the text of the statement does not change with the number of ids. */
export const idArray = (ids: readonly string[]): SQL => sql`${sql.param([...ids])}::uuid[]`

export const isOneOf = (column: SQLWrapper, ids: readonly string[]): SQL => sql`${column} = any(${idArray(ids)})`

/** Values of an enum, written into the statement: the planner compares them with the conditions of partial indexes. */
export function literals<T extends string>(known: readonly T[], wanted: readonly T[]): SQL {
  const values = known.filter(value => wanted.includes(value)).map(value => `'${value}'`)
  return sql.raw(values.join(', ') || 'null')
}
