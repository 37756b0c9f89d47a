import { createHash } from 'node:crypto'
import type { Db } from '@gotrs/db/client'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

type Preparable<R> = { prepare(name: string): { execute(values: Record<string, unknown>): Promise<R> } }

/**
 * A statement with a name: its text is built once, and each connection has Postgres parse and plan it once. `build` writes
 * what differs from call to call as `sql.placeholder`.
 */
export function prepared<R>(name: string, build: (db: Db) => Preparable<R>) {
  const built = new WeakMap<Db, ReturnType<Preparable<R>['prepare']>>()
  return (db: Db, values: Record<string, unknown>): Promise<R> => {
    const statement = built.get(db) ?? build(db).prepare(name)
    built.set(db, statement)
    return statement.execute(values)
  }
}

const dialect = new PgDialect()

/**
 * A statement with a name made of its text. Only for statements of which there are few texts: a connection keeps the plan
 * of each until it closes.
 */
export function namedQuery(statement: SQL) {
  const { text, values } = queryOf(statement)
  return { text, values, name: createHash('sha1').update(text).digest('base64url') }
}

function queryOf(statement: SQL) {
  const { sql: text, params: values } = dialect.sqlToQuery(statement)
  return { text, values }
}

/** Runs a statement; `isPrepared`: as a `namedQuery`. */
export async function runStatement<Row extends Record<string, unknown>>(
  db: Db,
  statement: SQL,
  { isPrepared }: { isPrepared: boolean },
): Promise<Row[]> {
  const { rows } = await db.$client.query<Row>(isPrepared ? namedQuery(statement) : queryOf(statement))
  return rows
}
