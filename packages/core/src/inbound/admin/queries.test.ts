import { randomUUID } from 'node:crypto'
import { listInboundInput } from '@gotrs/contract/inbound'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rawTextBytes } from '../../blobs/raw-mail.ts'
import { systemActor } from '../../kernel/actor.ts'
import { deliverMail } from '../filing/deliver.ts'
import { processInboundMail } from '../filing/process.ts'
import { recordInboundMail } from '../ledger/ledger.ts'
import { listInbound, readInboundMail, selectPage } from './queries.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.asOwner('truncate inbound_mails cascade')
})

const list = (input: Parameters<typeof listInbound>[1]) => world.read(world.admin, reader => listInbound(reader, input))
const read = (mailId: string) => world.read(world.admin, reader => readInboundMail(reader, { mailId }, world.blobs))

async function record(raw: Buffer): Promise<string> {
  const { inboundMailId } = await recordInboundMail(world, {
    mailboxId: world.mailboxId,
    source: 'imap',
    envelopeFrom: null,
    envelopeTo: [],
    content: raw,
    maxBytes: 1_000_000,
  })
  return inboundMailId
}

/** A mail whose reading ended the program too often. */
async function quarantine(): Promise<string> {
  const id = await record(letter())
  await world.pool.query('update inbound_mails set attempts = 6 where id = $1', [id])
  await processInboundMail(world, id)
  return id
}

describe('the list', () => {
  test('shows the outcome of a mail, and its ticket', async () => {
    const row = await receive(world, letter())
    const delivered = await deliverMail(world, { mailboxName: 'support', raw: letter() })
    const { items } = await list({})
    expect(items).toMatchObject([
      { source: 'pipe', envelopeFrom: null, outcome: 'created', ticket: { number: delivered.ticketNumber } },
      {
        id: row.id,
        mailbox: { id: world.mailboxId, name: 'support' },
        source: 'smtp',
        from: { name: 'Omar Aziz', address: 'omar@acme.example' },
        envelopeFrom: 'omar@acme.example',
        subject: 'VPN drops at noon',
        automaticKind: 'no',
        isRawKept: true,
        messageId: row.rfcMessageId,
        size: row.size,
        state: 'done',
        reason: 'It starts this ticket.',
        ticket: { id: row.ticketId },
        processedAt: row.processedAt?.toISOString(),
      },
    ])
  })

  test('shows a quarantined mail with its reason, and each state by itself', async () => {
    const kept = await quarantine()
    const waiting = await record(letter())
    const done = (await receive(world, letter())).id
    const idsOf = async (state: 'all' | 'waiting' | 'quarantined' | 'done') =>
      (await list({ state })).items.map(mail => mail.id)
    expect(await idsOf('all')).toEqual([done, waiting, kept])
    expect(await idsOf('waiting')).toEqual([waiting])
    expect(await idsOf('done')).toEqual([done])
    expect((await list({ state: 'quarantined' })).items).toMatchObject([
      { id: kept, state: 'quarantined', outcome: 'quarantined', reason: expect.stringContaining('again and again') },
    ])
  })

  test('comes in pages, newest first, each mail once, also where several came at one time', async () => {
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) ids.push(await record(letter()))
    await world.pool.query(`update inbound_mails set received_at = '2026-11-02T10:00:00.123Z' where id = any($1)`, [
      ids.slice(1, 4),
    ])
    const seen: string[] = []
    let cursor: string | undefined
    for (let page = 0; page < 3; page += 1) {
      const got = await list({ limit: 2, cursor })
      seen.push(...got.items.map(mail => mail.id))
      cursor = got.nextCursor ?? undefined
    }
    expect(cursor).toBeUndefined()
    expect(seen).toEqual((await list({})).items.map(mail => mail.id))
    expect(new Set(seen)).toEqual(new Set(ids))
  })

  test('knows sender and subject of a mail that nobody has read yet', async () => {
    await record(letter({ from: '=?utf-8?q?J=C3=BCrgen?= <J@Acme.example>', subject: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=' }))
    expect((await list({})).items).toMatchObject([
      { state: 'received', from: { name: 'Jürgen', address: 'j@acme.example' }, subject: 'Grüße', automaticKind: null },
    ])
  })

  test('is searched by sender, subject and Message-ID, every word of it, and never by a pattern', async () => {
    const invoice = await record(letter({ subject: 'Invoice 100% paid', messageId: '<inv-1@billing.example>' }))
    const other = await record(letter({ from: 'Lena Öst <lena@other.example>', subject: 'Invoice of May' }))
    const found = async (q: string) => (await list({ q })).items.map(mail => mail.id)
    expect(await found('INVOICE')).toEqual([other, invoice])
    expect(await found('öst may')).toEqual([other])
    expect(await found('inv-1@billing')).toEqual([invoice])
    expect(await found('100%')).toEqual([invoice])
    expect(await found('100_')).toEqual([])
    expect(await found('omar may')).toEqual([])
  })

  test('is narrowed by outcome, mailbox and time', async () => {
    const rejected = await record(letter())
    const created = (await receive(world, letter())).id
    await world.pool.query(
      "update inbound_mails set state = 'done', outcome = 'rejected', received_at = '2026-10-01T10:00:00Z' where id = $1",
      [rejected],
    )
    const found = async (input: Parameters<typeof list>[0]) => (await list(input)).items.map(mail => mail.id)
    expect(await found({ outcome: 'rejected' })).toEqual([rejected])
    expect(await found({ mailboxId: world.mailboxId, outcome: 'created' })).toEqual([created])
    expect(await found({ mailboxId: randomUUID() })).toEqual([])
    expect(await found({ since: '2026-10-01T10:00:00Z', until: '2026-10-01T10:00:01Z' })).toEqual([rejected])
    expect(await found({ until: '2026-10-01T10:00:00Z' })).toEqual([])
    expect(await found({ since: '0001-01-01T00:00:00Z' })).toEqual([created, rejected])
  })

  test.each([
    [{}, 'inbound_mails_by_time_idx'],
    [{ state: 'done' }, 'inbound_mails_by_time_idx'],
    [{ state: 'waiting' }, 'inbound_mails_waiting_idx'],
    [{ state: 'quarantined' }, 'inbound_mails_quarantined_idx'],
    [{ outcome: 'rejected' }, 'inbound_mails_by_outcome_idx'],
    [{ mailboxId: randomUUID() }, 'inbound_mails_by_mailbox_idx'],
    [{ q: 'subject-777' }, 'inbound_mails_search_idx'],
    [{ since: '2026-10-01T10:00:00Z', until: '2026-10-01T11:00:00Z' }, 'inbound_mails_by_time_idx'],
  ] as const)('reads %o by an index, however long the ledger is', async (input, index) => {
    await fillLedger()
    const query = await world.read(systemActor('setup'), async reader =>
      selectPage(reader, listInboundInput.parse(input)).toSQL(),
    )
    const client = await world.pool.connect()
    // A table of a test is so small that reading all of it may look cheaper than a search for several trigrams.
    await client.query('set enable_seqscan = off')
    const { rows } = await client.query(`explain ${query.sql}`, query.params)
    client.release(true)
    const plan = rows.map(row => row['QUERY PLAN']).join('\n')
    expect(plan).toContain(index)
  })

  test('rejects a cursor that is not its own', async () => {
    await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_cursor' })
  })
})

/** Thousands of mails that were filed, and a few of each other kind. */
async function fillLedger(): Promise<void> {
  await world.pool.query(
    `insert into inbound_mails (id, mailbox_id, source, rfc_message_id, sha256, size, blob_key, subject, state, outcome, received_at)
     select gen_random_uuid(), $1, 'smtp', '<filled-' || n || '@acme.example>', md5(n::text), 1, 'x', 'subject-' || n,
       (case when n % 400 = 0 then 'received' when n % 300 = 0 then 'quarantined' else 'done' end)::inbound_state,
       (case when n % 400 = 0 then null when n % 300 = 0 then 'quarantined' when n % 250 = 0 then 'rejected'
        else 'created' end)::inbound_outcome,
       timestamptz '2026-10-01T00:00:00Z' + n * interval '1 minute'
     from generate_series(1, 8000) n`,
    [world.mailboxId],
  )
  await world.asOwner('analyze inbound_mails')
}

describe('one mail', () => {
  test('is shown as it came over the line', async () => {
    const raw = letter({ text: 'Grüße aus Köln' })
    expect(await read(await record(raw))).toMatchObject({ rawText: raw.toString('utf8'), isRawCut: false })
  })

  test('is shown byte by byte where it is not UTF-8', async () => {
    const raw = Buffer.concat([letter(), Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65])])
    expect((await read(await record(raw))).rawText).toMatch(/Grüße$/)
  })

  test('is cut where it is long, also through a character', async () => {
    const head = letter({ text: '' })
    const raw = Buffer.concat([head, Buffer.alloc(rawTextBytes - head.length - 1, 'x'), Buffer.from('ü end')])
    const { rawText, isRawCut, size } = await read(await record(raw))
    expect({ isRawCut, size }).toEqual({ isRawCut: true, size: raw.length })
    expect(rawText).toBe(raw.subarray(0, rawTextBytes - 1).toString('utf8'))
  })

  test('that there is not is not found', async () => {
    await expect(read(randomUUID())).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('a quarantined mail is shown once', async () => {
  const id = await quarantine()
  await processInboundMail(world, id)
  const told = await world.db.select().from(events).where(eq(events.type, 'mail.quarantined'))
  expect(told.filter(event => event.payload.inboundMailId === id)).toMatchObject([
    { audience: 'staff', ticketId: null, actorName: 'mail', cause: [`mail:${id}`] },
  ])
})
