import { type Db, dbOf } from '@gotrs/db/client'
import type pg from 'pg'

/** A database on this connection that takes so many statements, and throws instead of sending one more. */
export function boundedDb(client: pg.PoolClient, { name, statements }: { name: string; statements: number }): Db {
  let sent = 0
  const query = (...args: unknown[]) => {
    sent += 1
    if (sent > statements) throw new Error(`${name} sends more than the ${statements} statements that it declares.`)
    return Reflect.apply(client.query, client, args)
  }
  return dbOf(Object.assign(Object.create(client), { query }))
}
