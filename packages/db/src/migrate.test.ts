import { createTestDatabase, type TestDatabase } from '@gotrs/db/testing/test-database'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectDatabase } from './inspect.ts'
import { migrateDatabase } from './migrate.ts'

describe('migrations', () => {
  let database: TestDatabase
  let client: pg.Client

  beforeAll(async () => {
    database = await createTestDatabase()
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await database.drop()
  })

  it('are rerunnable, also by several at once', async () => {
    expect(await Promise.all([migrateDatabase(database.url), migrateDatabase(database.url)])).toEqual([
      { applied: 0 },
      { applied: 0 },
    ])
  })

  it('take a database that has the 13 migrations from before the first release for up to date', async () => {
    const older = Array.from({ length: 12 }, (_, index) => 1_795_360_667_806 + index)
    for (const when of older) {
      await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', ['older', when])
    }
    const known = await inspectDatabase(database.url)
    expect(known.appliedMigrations).toBe(known.knownMigrations + older.length)
    await client.query(`select graphile_worker.add_job('tell_webhooks')`)
    expect(await migrateDatabase(database.url)).toEqual({ applied: 0 })
    const { rows } = await client.query('select task_identifier from graphile_worker.jobs')
    expect(rows).toEqual([{ task_identifier: 'enqueue_deliveries' }])
    expect((await inspectDatabase(database.url)).appliedMigrations).toBe(known.knownMigrations)
  })

  it('reject a database that has only some of them, and say what to do', async () => {
    await client.query('create table kept as select * from drizzle.__drizzle_migrations')
    await client.query('update drizzle.__drizzle_migrations set created_at = 1795360667806')
    await expect(migrateDatabase(database.url)).rejects.toThrow('Upgrade it with the version of 2026-11-30 first')
    await client.query('truncate drizzle.__drizzle_migrations')
    await client.query('insert into drizzle.__drizzle_migrations select * from kept')
    await client.query('drop table kept')
  })

  it('let events go on after those of another cluster, from which the database was restored', async () => {
    const insert = `insert into events (id, type, audience, actor_kind, payload, created_at, position)
      values (gen_random_uuid(), 'settings.updated', 'staff', 'system', '{}', now(), $1) returning position`
    const ahead = 5_000_000_000
    await client.query(insert, [ahead])
    await migrateDatabase(database.url)
    const { rows } = await client.query(insert.replace('$1', 'default'))
    expect(Number(rows[0].position)).toBeGreaterThan(ahead)
    const { rows: before } = await client.query(`select event_position('0') as added`)
    await migrateDatabase(database.url)
    const { rows: after } = await client.query(`select event_position('0') as added`)
    expect(after).toEqual(before)
  })

  it('let the database reject a note by a customer', async () => {
    const { rows } = await client.query(
      `select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'messages_note_is_staff'`,
    )
    expect(rows[0].rule).toContain('is_from_staff')
  })
})
