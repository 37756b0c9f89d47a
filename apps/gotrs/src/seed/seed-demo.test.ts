import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPassword } from '@gotrs/contract/demo'
import { ticketStatuses } from '@gotrs/contract/ticket-status'
import { listTicketsInput, ticketPriorities } from '@gotrs/contract/tickets'
import { verifyPassword } from '@gotrs/core/accounts/passwords'
import { type Desk, openDesk } from '@gotrs/core/desk'
import type { UserActor } from '@gotrs/core/kernel/actor'
import { silentLog } from '@gotrs/core/kernel/log'
import { ensureFirstQueue } from '@gotrs/core/queues/ensure-first-queue'
import { readTicket } from '@gotrs/core/tickets/detail'
import { listTickets } from '@gotrs/core/tickets/list'
import { createTestDatabase, type TestDatabase } from '@gotrs/db/testing/test-database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCast } from './furnish.ts'
import { loadStories } from './load-stories.ts'
import { type DemoConfig, seedDemo } from './seed-demo.ts'

const stories = loadStories()
// At night: the last hours of the stories are those of a working day all the same.
const endsAt = new Date('2026-11-20T00:50:00.000Z')
let database: TestDatabase
let blobsDir: string
let config: DemoConfig
let desk: Desk
const lines: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  blobsDir = await mkdtemp(join(tmpdir(), 'gotrs-demo-'))
  const place = {
    databaseUrl: database.url,
    blobsDir,
    secretKey: 'a secret key for tests only, long enough',
    baseUrl: 'http://desk.test',
  }
  config = { ...place, endsAt, log: line => lines.push(line) }
  desk = openDesk({
    ...place,
    info: { businessName: 'Northwind Tools', isDemo: true, hasDevelopmentInbox: false, maxAttachmentBytes: 1 },
    log: silentLog,
    poolSize: 3,
  })
  // As a desk that was started without the demo first.
  await desk.run({ kind: 'system', name: 'setup' }, ensureFirstQueue, { now: endsAt })
  await killHalfWay()
  expect(await seedDemo(config)).toBe('seeded')
})

afterAll(async () => {
  await desk?.close()
  await database?.drop()
  await rm(blobsDir, { recursive: true, force: true })
})

/** Every test below uses a demo that was interrupted after 90 acts and then continued. */
async function killHalfWay(): Promise<void> {
  const halt = new AbortController()
  const begun = seedDemo({ ...config, halt: halt.signal, log: () => halt.abort(new Error('killed')) })
  await expect(begun).rejects.toThrow('killed')
  expect(await column('select count(*)::int from settings where key = $1', ['demoSeeding'])).toEqual([1])
}

async function column<T>(query: string, values: unknown[] = []): Promise<T[]> {
  const { rows } = await desk.pool.query<unknown[]>({ text: query, values, rowMode: 'array' })
  return rows.map(row => row[0] as T)
}

const counts = () =>
  column<string>(`select (select count(*) from tickets) || ' ' || (select count(*) from messages) || ' ' ||
    (select count(*) from events) || ' ' || (select count(*) from users) || ' ' || (select count(*) from outbound_mails)`)

async function allTicketsOf(actor: UserActor) {
  const page = await desk.read(actor, reader => listTickets(reader, listTicketsInput.parse({ limit: 100 })))
  expect(page.nextCursor).toBeNull()
  return page.items
}

describe('the demo', () => {
  it('has one ticket for every story and follow-up, none twice', async () => {
    const titles = await column<string>(`select title from tickets`)
    expect(titles.length).toBe(stories.length + 2)
    const mails = await column<number>(
      `select count(*)::int from inbound_mails group by rfc_message_id having count(*) > 1`,
    )
    expect(mails).toEqual([])
    const doubled = await column<string>(
      `select text from messages group by ticket_id, author_id, text having count(*) > 1`,
    )
    expect(doubled).toEqual([])
  })

  it('does nothing the second time', async () => {
    const before = await counts()
    expect(await seedDemo(config)).toBe('already')
    expect(await counts()).toEqual(before)
  })

  it('shows every status, priority, channel and language, with and without an assignee', async () => {
    const cast = await readCast(desk)
    const tickets = await allTicketsOf(cast.mara)
    expect(new Set(tickets.map(it => it.status))).toEqual(new Set(ticketStatuses))
    expect(new Set(tickets.map(it => it.priority))).toEqual(new Set(ticketPriorities))
    expect(new Set(await column(`select channel from tickets`))).toEqual(new Set(['email', 'web', 'phone']))
    const open = tickets.filter(it => it.status === 'new' || it.status === 'open')
    expect(open.filter(it => it.staff?.assignee).length).toBeGreaterThan(8)
    expect(open.filter(it => !it.staff?.assignee).length).toBeGreaterThan(4)
    expect(new Set(open.map(it => it.staff?.waitingSince)).size).toBeGreaterThan(10)
    expect(new Set(stories.map(it => it.language)).size).toBe(11)
    expect(
      await column(`select count(*)::int from messages where text ~ '[\u0600-\u06ff]' and not is_from_staff`),
    ).not.toEqual([0])
  })

  it('numbers tickets in the order of time, over three weeks up to now', async () => {
    const times = await column<Date>(`select created_at from tickets order by number`)
    expect(times).toEqual(times.toSorted((one, other) => one.getTime() - other.getTime()))
    expect(await column(`select min(number) from tickets`)).toEqual([1001])
    const first = times[0]!
    expect(endsAt.getTime() - first.getTime()).toBeGreaterThan(17 * 86_400_000)
    expect(times.filter(it => it.getTime() > endsAt.getTime() - 6 * 3_600_000).length).toBeGreaterThan(5)
    expect(await column(`select count(*)::int from events where created_at > $1`, [endsAt])).toEqual([0])
  })

  it('let no mail leave, and left none to be sent', async () => {
    expect(await column(`select distinct status::text from outbound_mails order by 1`)).toEqual(['caught', 'failed'])
    expect(await column(`select count(*)::int from outbound_mails where next_attempt_at is not null`)).toEqual([0])
    expect(await column(`select count(*)::int from graphile_worker.jobs`)).toEqual([0])
  })

  it('took every mail in, and found the ticket of every answer', async () => {
    const outcomes = await column<string>(`select distinct outcome::text from inbound_mails order by 1`)
    expect(outcomes).toEqual(['appended', 'auto_reply', 'bounce', 'created'])
    const rules = await column(
      `select distinct threading_rule from messages where inbound_mail_id is not null order by 1`,
    )
    expect(rules).toContain('reply_address')
    expect(await column(`select count(*)::int from ticket_links`)).toEqual([2])
  })

  it('folded every quotation', async () => {
    const visible = await column<string>(`select text from messages where text ~ 'support\\+t[0-9]+-|ref:t[0-9]+-'`)
    expect(visible).toEqual([])
    const [quoted] = await column<number>(`select count(*)::int from messages where quoted_text is not null`)
    expect(quoted).toBeGreaterThan(60)
  })

  it('has an event for every message, status and change', async () => {
    const lost = await column(`select m.id from messages m where not exists
      (select 1 from events e where e.ticket_id = m.ticket_id and e.payload->>'messageId' = m.id::text)`)
    expect(lost).toEqual([])
    const wrong = await column(`select t.number from tickets t where t.version <> 1 and t.version <>
      (select max(e.ticket_version) from events e where e.ticket_id = t.id)`)
    expect(wrong).toEqual([])
    const states = await column(`select t.number from tickets t where t.status in ('resolved', 'closed') and not exists
      (select 1 from events e where e.ticket_id = t.id and e.type = 'ticket.' || t.status::text)`)
    expect(states).toEqual([])
  })

  it('has long threads with notes between, pictures in place, and files that are what they say', async () => {
    const [longest] = await column<number>(
      `select count(*)::int from messages group by ticket_id order by 1 desc limit 1`,
    )
    expect(longest).toBeGreaterThanOrEqual(12)
    expect(await column(`select count(*)::int from messages where html like '%cid:%'`)).not.toEqual([0])
    const heads = { 'image/png': '89504e47', 'application/pdf': '25504446' }
    for (const [type, head] of Object.entries(heads)) {
      const keys = await column<string>(`select blob_key from attachments where content_type = $1`, [type])
      expect(keys.length).toBeGreaterThan(4)
      for (const key of keys) expect((await desk.blobs.read(key)).subarray(0, 4).toString('hex')).toBe(head)
    }
    expect(await column(`select count(*)::int from attachments where message_id is null`)).toEqual([0])
  })

  it('shows customers what is theirs or their organisation’s, and never a note', async () => {
    const cast = await readCast(desk)
    const ofOmar = await allTicketsOf(cast.omar)
    const ofLena = await allTicketsOf(cast.lena)
    expect(new Set(ofOmar.map(it => it.customer.email.split('@')[1]))).toEqual(new Set(['customer.example']))
    expect(new Set(ofOmar.map(it => it.customer.name)).size).toBeGreaterThan(2)
    expect(ofLena.length).toBeGreaterThan(1)
    expect(new Set(ofLena.map(it => it.customer.email))).toEqual(new Set(['lena@other.example']))
    for (const { id } of ofOmar) {
      const shown = await desk.read(cast.omar, reader => readTicket(reader, { ticketId: id }))
      expect(shown.staff).toBeNull()
      expect(shown.messages.items.filter(it => it.kind === 'note')).toEqual([])
    }
  })

  it('lets the five people log in with proven addresses', async () => {
    const hashes = await column<string>(
      `select password_hash from users where password_hash is not null and email_verified_at is not null`,
    )
    expect(hashes.length).toBe(5)
    for (const hash of hashes) expect(await verifyPassword(hash, demoPassword)).toBe(true)
  })
})

it('does not change a desk that has data already', async () => {
  const other = await createTestDatabase()
  const used = openDesk({
    ...config,
    databaseUrl: other.url,
    info: { businessName: 'x', isDemo: false, hasDevelopmentInbox: false, maxAttachmentBytes: 1 },
    log: silentLog,
    poolSize: 2,
  })
  try {
    await used.pool.query(`insert into queues (id, name, created_at) values (gen_random_uuid(), 'Help', now())`)
    expect(await seedDemo({ ...config, databaseUrl: other.url })).toBe('in_use')
    expect((await used.pool.query('select 1 from users')).rowCount).toBe(0)
  } finally {
    await used.close()
    await other.drop()
  }
})
