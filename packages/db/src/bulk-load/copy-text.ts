import { getTableColumns, getTableName, type InferInsertModel, type Table } from 'drizzle-orm'

/** The text format of COPY: https://www.postgresql.org/docs/current/sql-copy.html */
export type CopyTarget<Row> = {
  table: string
  columns: readonly string[]
  /** One row, with the line end. */
  line(row: Row): string
}

/** Of a column that counts by itself, too: COPY writes what it is given. */
type Insert<T extends Table> = InferInsertModel<T, { dbColumnNames: false; override: true }>

/** Writes rows with these fields; every other column gets the default of the database. */
export function copyTarget<T extends Table, K extends keyof Insert<T> & string>(
  table: T,
  fields: readonly K[],
): CopyTarget<Pick<Insert<T>, K>> {
  const known = getTableColumns(table)
  return {
    table: getTableName(table),
    columns: fields.map(field => known[field]?.name ?? field),
    line(row) {
      let line = ''
      for (const field of fields) line += `${line === '' ? '' : '\t'}${textOf(row[field])}`
      return `${line}\n`
    },
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return escaped(arrayOf(value))
  return typeof value === 'object' ? escaped(JSON.stringify(value)) : String(value)
}

/** An array literal: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
const arrayOf = (items: unknown[]): string =>
  `{${items.map(item => `"${String(item).replace(/["\\]/g, '\\$&')}"`).join(',')}}`

const special = /[\\\n\r\t]/
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escaped = (text: string): string =>
  special.test(text) ? text.replace(/[\\\n\r\t]/g, found => escapes[found] ?? found) : text
