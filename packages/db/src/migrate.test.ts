import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateDatabase } from './migrate.ts'
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts'

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

  it('let the database refuse a note by a customer', async () => {
    const { rows } = await client.query(
      `select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'messages_note_is_staff'`,
    )
    expect(rows[0].rule).toContain('is_from_staff')
  })
})
