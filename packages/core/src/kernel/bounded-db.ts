import { type Db, dbOf } from '@gotrs/db/client'
import type pg from 'pg'

/**
 * A database on this connection that throws instead of sending more than `statements` statements. `count` counts one that
 * is sent in another way.
 */
export function boundedDb(
  client: pg.Pool | pg.PoolClient,
  { name, statements }: { name: string; statements: number },
): { db: Db; count(): void } {
  let sent = 0
  const count = () => {
    sent += 1
    if (sent > statements) throw new Error(`${name} sends more than the ${statements} statements that it declares.`)
  }
  const query = (...args: unknown[]) => {
    count()
    return Reflect.apply(client.query, client, args)
  }
  return { db: dbOf(Object.assign(Object.create(client), { query })), count }
}
