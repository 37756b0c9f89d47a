import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conversationColumns } from '@gotrs/core/conversation/columns'
import { type Desk, openDesk } from '@gotrs/core/desk'
import { systemActor } from '@gotrs/core/kernel/actor'
import { silentLog } from '@gotrs/core/kernel/log'
import { createTestDatabase, type TestDatabase } from '@gotrs/db/testing/test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedTickets } from './seed-tickets.ts'

const endsAt = new Date('2026-11-20T16:30:00.000Z')
const secretKey = 'a secret key for tests only, long enough'
const baseUrl = 'http://desk.test'
const tickets = 400

let blobsDir: string
let databases: [TestDatabase, TestDatabase]
let desks: [Desk, Desk]
let desk: Desk
let definitionsBefore: unknown[]
const lines: string[] = []

beforeAll(async () => {
  blobsDir = await mkdtemp(join(tmpdir(), 'gotrs-seed-'))
  databases = [await createTestDatabase(), await createTestDatabase()]
  desks = [open(databases[0]), open(databases[1])]
  desk = desks[0]
  definitionsBefore = await definitions()
  for (const { url } of databases) await seed(url)
})
afterAll(async () => {
  for (const it of desks) await it.close()
  for (const it of databases) await it.drop()
  await rm(blobsDir, { recursive: true, force: true })
})

const open = ({ url }: TestDatabase) =>
  openDesk({
    ...{ databaseUrl: url, secretKey, blobsDir, baseUrl, log: silentLog, poolSize: 3 },
    info: { businessName: 'Northwind', isDemo: false, hasDevelopmentInbox: false, maxAttachmentBytes: 1 },
  })

const seed = (databaseUrl: string) =>
  seedTickets({ tickets, databaseUrl, secretKey, blobsDir, baseUrl, endsAt, log: line => lines.push(line) })

async function rowsOf<Row extends object>(sql: string, of: Desk = desk): Promise<Row[]> {
  return (await of.pool.query(sql)).rows
}

/** What the schema says of tables and what is built upon them. */
const definitions = () =>
  rowsOf(`select indexdef as sql from pg_indexes where schemaname = 'public'
    union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace order by 1`)

test('leaves every index and every constraint as it found them', async () => {
  expect(definitionsBefore.length).toBeGreaterThan(200)
  expect(await definitions()).toEqual(definitionsBefore)
})

test('writes the same rows again for the same number of tickets and the same end', async () => {
  const tables = ['tickets', 'messages', 'events', 'inbound_mails', 'outbound_mails', 'outbound_recipients', 'users']
  // Passwords have a salt, files a random name, and events the number of their transaction.
  const print = (of: Desk) =>
    rowsOf(
      tables
        .map(
          table =>
            `select '${table}', count(*), md5(string_agg((to_jsonb(t) - 'password_hash' - 'blob_key' - 'position')::text, '' order by t::text)) from ${table} t`,
        )
        .map(sql => sql.replace('t::text)', "(to_jsonb(t) - 'password_hash' - 'blob_key' - 'position')::text)"))
        .join(' union all '),
      of,
    )
  expect(await print(desks[1])).toEqual(await print(desks[0]))
})

test('has tickets of every status and channel, threads of one to forty messages, three on average', async () => {
  const [facts] = await rowsOf(`select count(*)::int as tickets, count(distinct status)::int as statuses,
    count(distinct channel)::int as channels, count(distinct priority)::int as priorities, max(number) as last from tickets`)
  expect(facts).toEqual({ tickets, statuses: 4, channels: 3, priorities: 4, last: 1_000 + tickets })
  const [threads] = await rowsOf<{ average: number; longest: number }>(
    `select avg(n)::float as average, max(n)::int as longest from (select count(*) n from messages group by ticket_id) m`,
  )
  expect(threads?.average).toBeGreaterThan(2)
  expect(threads?.average).toBeLessThan(4)
  expect(threads?.longest).toBeGreaterThan(12)
  expect(threads?.longest).toBeLessThanOrEqual(40)
})

test('shows as last message and as waiting what the messages say', async () => {
  const rows = await rowsOf<{ id: string; status: string; columns: object }>(
    'select * from tickets order by number desc limit 100',
  )
  for (const row of rows.map(renamed)) {
    const { id, status, ...columns } = row
    const derived = await desk.run(systemActor('desk'), uow => conversationColumns(uow, { id, status }))
    expect({ id, ...columns }).toEqual({ id, ...derived })
  }
})

function renamed(row: object) {
  const it = row as Record<string, unknown>
  return {
    ...{ id: String(it.id), status: String(it.status), waitingSince: it.waiting_since },
    ...{ lastCustomerMessageAt: it.last_customer_message_at, lastMessageAt: it.last_message_at },
    ...{ lastMessagePreview: it.last_message_preview, lastMessageAuthorId: it.last_message_author_id },
  }
}

test('counts the versions of a ticket without a gap, and ends at the last', async () => {
  expect(
    await rowsOf(`select t.id from tickets t join lateral (select max(ticket_version) as last, count(distinct ticket_version) as versions
      from events e where e.ticket_id = t.id) e on true where e.last <> t.version or e.versions <> t.version`),
  ).toEqual([])
})

test('lets nothing happen after the end, and nobody work outside of their queues', async () => {
  expect(
    await rowsOf(`select type from events where created_at > '${endsAt.toISOString()}' and type <> 'mail.delivered'`),
  ).toEqual([])
  expect(
    await rowsOf(`select t.id from tickets t where assignee_id is not null and not exists (
      select from queue_members m where m.user_id = t.assignee_id and m.queue_id = t.queue_id)`),
  ).toEqual([])
})

test('goes on with the next number', async () => {
  const [row] = await rowsOf<{ next: string }>(`select nextval(pg_get_serial_sequence('tickets', 'number')) as next`)
  expect(Number(row?.next)).toBe(1_001 + tickets)
})

test('says how far it is', () => {
  expect(lines).toContain('Writing tickets: 100 %')
  expect(lines.filter(it => /^Building \d{3} indexes and keys$/.test(it))).toHaveLength(2)
})

test('rejects a database that holds tickets, and leaves it as it was', async () => {
  const before = await rowsOf('select count(*) from events')
  await expect(seed(databases[0].url)).rejects.toThrow(/holds people or tickets already.*set DATA_DIR to a new folder/)
  expect(await rowsOf('select count(*) from events')).toEqual(before)
})
