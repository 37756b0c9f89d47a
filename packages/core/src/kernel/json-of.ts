import { Column, getTableColumns, is, type SQL, sql, Table } from 'drizzle-orm'

export type JsonFields = { [name: string]: SQL | SQL.Aliased | Column | Table | JsonFields }

/** An object with these fields, written by Postgres: for rows that are a part of another row. Times come as text. */
export function jsonOf(fields: JsonFields): SQL {
  const parts = Object.entries(fields).map(([name, field]) => sql`${sql.raw(`'${name}'`)}, ${jsonFor(field)}`)
  return sql`json_build_object(${sql.join(parts, sql`, `)})`
}

function jsonFor(field: JsonFields[string]): SQL {
  if (is(field, Table)) return jsonOf(getTableColumns(field))
  return is(field, Column) || 'getSQL' in field ? sql`${field}` : jsonOf(field as JsonFields)
}
