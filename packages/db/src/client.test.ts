import type { Duplex } from 'node:stream'
import { createTestDatabase, type TestDatabase } from '@gotrs/db/testing/test-database'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byItsText, createPool, mostTextsKept } from './client.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = createPool(database.url, { max: 1 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

type Handle = { writev(...args: unknown[]): unknown; writeBuffer(...args: unknown[]): unknown }

/** Counts the system calls that write to the connection. */
function watchWrites(client: pg.PoolClient): () => number {
  const { stream } = (client as unknown as { connection: { stream: Duplex & { _handle: Handle } } }).connection
  let writes = 0
  for (const name of ['writev', 'writeBuffer'] as const) {
    const original = stream._handle[name].bind(stream._handle)
    stream._handle[name] = (...args) => {
      writes += 1
      return original(...args)
    }
  }
  return () => writes
}

test('statements of one turn leave in one write', async () => {
  const client = await pool.connect()
  const writes = watchWrites(client)
  await Promise.all([client.query('begin'), client.query('select $1::int', [1]), client.query('commit')])
  expect(writes()).toBe(1)
  await client.query('select 1')
  expect(writes()).toBe(2)
  client.release(true)
})

test('a statement that is prepared by its text is prepared once for each text', async () => {
  const ask = (text: string) => pool.query({ name: byItsText, text, values: [1] })
  for (const text of ['select $1::int as a', 'select $1::int as b', 'select $1::int as a']) await ask(text)
  const { rows } = await pool.query('select name, statement from pg_prepared_statements order by statement')
  expect(rows.map(row => row.statement)).toEqual(['select $1::int as a', 'select $1::int as b'])
  expect(rows.map(row => row.name)).not.toContain(byItsText)
})

test('a connection keeps the statements that were used last, also where a transaction fails meanwhile', async () => {
  const client = await pool.connect()
  const ask = (at: number) => client.query({ name: byItsText, text: `select $1::int as kept_${at}`, values: [at] })
  const kept = async () => {
    const { rows } = await client.query(`select statement from pg_prepared_statements where statement like '%kept%'`)
    return rows.map(row => Number(/kept_(\d+)/.exec(row.statement)?.[1] ?? -1)).filter(at => at >= 0)
  }
  for (let at = 0; at < mostTextsKept; at += 1) await ask(at)
  await ask(0)
  await client.query('begin')
  await expect(client.query('select nothing')).rejects.toThrow()
  for (const at of [500, 501, 502]) await expect(ask(at)).rejects.toThrow(/aborted/)
  await client.query('rollback')
  const left = await kept()
  expect(left).toContain(0)
  for (const at of [1, 2, 3]) expect(left).not.toContain(at)
  for (const at of [500, 1, 2]) expect((await ask(at)).rows[0]).toEqual({ [`kept_${at}`]: at })
  expect((await kept()).length).toBeLessThanOrEqual(mostTextsKept)
  client.release(true)
})
