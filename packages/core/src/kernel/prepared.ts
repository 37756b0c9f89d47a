import { byItsText, type Db } from '@gotrs/db/client'
import { lastUsed } from '@gotrs/db/last-used'
import { fillPlaceholders, type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

type Preparable<R> = { prepare(name: string): { execute(values: Record<string, unknown>): Promise<R> } }

/**
 * A prepared statement: its text is built once, and Postgres parses and plans it once for each connection. `build` uses
 * `sql.placeholder` for values that differ between calls.
 */
export function prepared<R>(name: string, build: (db: Db) => Preparable<R>) {
  const built = new WeakMap<Db, ReturnType<Preparable<R>['prepare']>>()
  return (db: Db, values: Record<string, unknown>): Promise<R> => {
    const statement = built.get(db) ?? build(db).prepare(name)
    built.set(db, statement)
    return statement.execute(values)
  }
}

/**
 * The same for statements of a few kinds: one is built for each `kind`, out of the form that the first call of it has.
 * The text must depend on nothing that the kind does not name.
 */
export function preparedKinds<F, R>(build: (db: Db, form: F) => Preparable<R>) {
  const built = new WeakMap<Db, Map<string, ReturnType<Preparable<R>['prepare']>>>()
  return (db: Db, kind: string, form: F, values: Record<string, unknown>): Promise<R> => {
    const kinds = built.get(db) ?? new Map()
    built.set(db, kinds)
    const statement = kinds.get(kind) ?? build(db, form).prepare(byItsText)
    kinds.set(kind, statement)
    return statement.execute(values)
  }
}

/** A placeholder for each field. The driver gets the values as they are. */
export const placeholdersFor = <T extends object>(fields: T, prefix = ''): { [K in keyof T]: SQL } =>
  Object.fromEntries(Object.keys(fields).map(name => [name, sql`${sql.placeholder(prefix + name)}`])) as {
    [K in keyof T]: SQL
  }

const dialect = new PgDialect()

/**
 * A value that the planner does not see. Where it estimates a statement differently for different values, such as times and
 * limits, Postgres plans the statement each time, which costs more than to run it.
 */
export const unplanned = (name: string, type: 'timestamptz' | 'integer' | 'text'): SQL =>
  sql`(select ${sql.placeholder(name)}::${sql.raw(type)})`

/** A statement as the driver takes it. With a name, each connection has Postgres parse and plan it once. */
export type NamedQuery = { name: string; text: string; values: unknown[] }

/**
 * The same as `prepared`, for a statement that is written in SQL. The driver gets the values as they are, and returns the
 * columns as it reads them.
 */
export function preparedSql<Row extends Record<string, unknown>>(name: string, build: () => SQL) {
  let built: { sql: string; params: unknown[] } | undefined
  const query = (values: Record<string, unknown>): NamedQuery => {
    built ??= dialect.sqlToQuery(build())
    return { name, text: built.sql, values: fillPlaceholders(built.params, values) }
  }
  return {
    query,
    run: async (db: Db, values: Record<string, unknown>): Promise<Row[]> =>
      (await db.$client.query<Row>(query(values))).rows,
  }
}

/** A prepared statement that is known by its text. A connection keeps the plans of those that were used last. */
export const namedQuery = (statement: SQL): NamedQuery => ({ ...queryOf(statement), name: byItsText })

const remembered = lastUsed<NamedQuery>(1_000)

/** The same, built once for each `key`: all that the statement is made of, its values included. */
export const rememberedQuery = (key: readonly unknown[], build: () => SQL): NamedQuery =>
  remembered(JSON.stringify(key), () => namedQuery(build()))

function queryOf(statement: SQL) {
  const { sql: text, params: values } = dialect.sqlToQuery(statement)
  return { text, values }
}

/** Runs a statement, or a query that has been built before. */
export async function runStatement<Row extends Record<string, unknown>>(
  db: Db,
  statement: SQL | NamedQuery,
): Promise<Row[]> {
  const { rows } = await db.$client.query<Row>('text' in statement ? statement : queryOf(statement))
  return rows
}
