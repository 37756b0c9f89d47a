import { randomBytes } from 'node:crypto'
import { asOwner } from '@gotrs/db/testing/as-owner'
import { createTestDatabase, type TestDatabase } from '@gotrs/db/testing/test-database'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createPool } from './client.ts'
import { inspectDatabase } from './inspect.ts'
import { migrateDatabase } from './migrate.ts'

let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = createPool(database.url)
  await pool.query(`insert into events (id, type, audience, actor_kind, payload, created_at)
    values (gen_random_uuid(), 'settings.updated', 'staff', 'system', '{}', now())`)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const changes = [
  `update events set payload = '{"changed": true}'`,
  'delete from events',
  'truncate events',
  'truncate users cascade',
  `insert into events select * from events on conflict (id) do update set payload = '{"changed": true}'`,
  `merge into events using (select 1) one on true when matched then delete`,
  `with gone as (delete from events returning id) select count(*) from gone`,
]

describe('events are append-only', () => {
  it.each(changes)('for the application: %s', async change => {
    await expect(pool.query(change)).rejects.toThrow(/permission denied for table/)
  })

  it.each(changes)('for the owner of the tables: %s', async change => {
    await expect(asOwner(database.url, change)).rejects.toThrow('events are append-only')
  })

  it('for the owner as a replica, where other triggers do not fire', async () => {
    const admin = new URL(inject('postgresAdminUrl'))
    admin.pathname = new URL(database.url).pathname
    const attempt = asOwner(admin.href, "set session_replication_role = 'replica'; delete from events")
    await expect(attempt).rejects.toThrow('events are append-only')
  })

  it('and the application cannot lift the protection', async () => {
    await expect(pool.query('alter table events disable trigger all')).rejects.toThrow('must be owner of table events')
    await expect(pool.query('drop trigger events_append_only on events')).rejects.toThrow('must be owner')
    await expect(pool.query('drop function refuse_event_change cascade')).rejects.toThrow('must be owner')
  })
})

describe('the role of the application', () => {
  it('is taken by every connection of the pool', async () => {
    const roles = await Promise.all(Array.from({ length: 5 }, () => pool.query('select current_user, pg_sleep(0.05)')))
    expect(new Set(roles.flatMap(it => it.rows.map(row => row.current_user)))).toEqual(new Set(['gotrs_app']))
  })

  it('may read and write every other table', async () => {
    const { rows } = await pool.query<{ name: string; may: boolean }>(`select tablename as name,
      has_table_privilege(format('public.%I', tablename), 'select') and has_table_privilege(format('public.%I', tablename), 'insert')
      and has_table_privilege(format('public.%I', tablename), 'update') and has_table_privilege(format('public.%I', tablename), 'delete') as may
      from pg_tables where schemaname = 'public' order by 1`)
    expect(rows.filter(it => !it.may).map(it => it.name)).toEqual(['events'])
    expect(rows.length).toBeGreaterThan(30)
  })

  it('gives its rights to a login of its own, which needs no role to be set', async () => {
    const login = `web_${randomBytes(4).toString('hex')}`
    await asOwner(inject('postgresAdminUrl'), `create role ${login} login password 'x' in role gotrs_app`)
    const url = Object.assign(new URL(database.url), { username: login, password: 'x' })
    const insert = `insert into events (id, type, audience, actor_kind, payload, created_at)
      values (gen_random_uuid(), 'settings.updated', 'staff', 'system', '{}', now())`
    await asOwner(
      url.href,
      `${insert}; select graphile_worker.add_job('x'); update graphile_worker._private_jobs set priority = 1`,
    )
    await expect(asOwner(url.href, 'delete from events')).rejects.toThrow('permission denied for table events')
    await asOwner(inject('postgresAdminUrl'), `drop role ${login}`)
  })

  it('is left out where the login may neither create it nor take it: only the trigger protects events then', async () => {
    const login = `managed_${randomBytes(4).toString('hex')}`
    await asOwner(inject('postgresAdminUrl'), `create role ${login} login password 'x'`)
    await asOwner(inject('postgresAdminUrl'), `create database ${login} owner ${login}`)
    const url = new URL(database.url)
    Object.assign(url, { username: login, password: 'x', pathname: `/${login}` })
    await migrateDatabase(url.href)
    const managed = createPool(url.href)
    expect((await managed.query('select current_user')).rows).toEqual([{ current_user: login }])
    await expect(managed.query('delete from events')).rejects.toThrow('events are append-only')
    await managed.end()
    expect(await inspectDatabase(url.href)).toMatchObject({ canChangeEvents: true })
    expect(await inspectDatabase(database.url)).toMatchObject({ canChangeEvents: false })
    await asOwner(inject('postgresAdminUrl'), `drop database ${login} with (force)`)
    await asOwner(inject('postgresAdminUrl'), `drop role ${login}`)
  })
})
