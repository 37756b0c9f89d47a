import { createHash } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { letter } from '@gotrs/core/testing/inbound/letters'
import { createWorld, minute, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { recordInboundMail } from '../ledger/ledger.ts'
import { resumeMails } from '../ledger/resume.ts'
import { readMailInThread, UnreadableMailError } from '../reading/parse-thread.ts'
import { deliverMail } from './deliver.ts'
import { processInboundMail } from './process.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.pool.query('delete from graphile_worker._private_jobs')
})

async function record(raw: Buffer): Promise<string> {
  const recorded = await recordInboundMail(world, {
    mailboxId: world.mailboxId,
    source: 'imap',
    envelopeFrom: null,
    envelopeTo: [],
    content: Readable.from([raw]),
    maxBytes: 1_000_000,
  })
  return recorded.inboundMailId
}
const rowOf = async (id: string) => {
  const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, id))
  if (!row?.blobKey) throw new Error('no row, or no bytes')
  return { ...row, blobKey: row.blobKey }
}

test('the ledger keeps the very bytes, their hash and a Message-ID, made from the hash where the mail has none', async () => {
  const raw = letter({ messageId: null })
  const row = await rowOf(await record(raw))
  const sha256 = createHash('sha256').update(raw).digest('hex')
  expect(row).toMatchObject({ sha256, size: raw.length, rfcMessageId: `<${sha256}@no-message-id.invalid>` })
  expect(Buffer.compare(await world.blobs.read(row.blobKey), raw)).toBe(0)
})

test('a mail that is recorded by two at once is kept once, and the surplus bytes are removed', async () => {
  const raw = letter()
  const ids = await Promise.all([record(raw), record(raw), record(raw)])
  expect(new Set(ids).size).toBe(1)
})

test('a mail that cannot be filed is tried three times and kept in quarantine with the reason; the next one flows', async () => {
  const id = await record(letter({ subject: 'poison' }))
  const constraint = 'add constraint refuse_poison check (title <> $$poison$$)'
  await world.asOwner(`alter table tickets ${constraint}`)
  await expect(processInboundMail(world, id)).rejects.toThrow()
  await expect(processInboundMail(world, id)).rejects.toThrow()
  await processInboundMail(world, id)
  await world.asOwner('alter table tickets drop constraint refuse_poison')
  const row = await rowOf(id)
  expect(row).toMatchObject({ state: 'quarantined', outcome: 'quarantined', attempts: 3 })
  expect((await world.blobs.read(row.blobKey)).toString()).toContain('poison')
  expect(await deliverMail(world, { mailboxName: 'support', raw: letter() })).toMatchObject({ outcome: 'created' })
})

test('a mail whose reading ends the program again and again is not tried for ever', async () => {
  const id = await record(letter())
  await world.pool.query('update inbound_mails set attempts = 6 where id = $1', [id])
  await processInboundMail(world, id)
  expect(await rowOf(id)).toMatchObject({ state: 'quarantined', reason: expect.stringContaining('again and again') })
})

test('a mail whose job is gone gets another one', async () => {
  await world.pool.query("update inbound_mails set state = 'done', outcome = 'rejected' where state = 'received'")
  const id = await record(letter())
  await world.pool.query('delete from graphile_worker._private_jobs')
  const jobs = async () => (await world.pool.query('select task_identifier as task from graphile_worker.jobs')).rows
  await resumeMails(world)
  expect(await jobs()).toEqual([])
  world.pass(minute)
  await resumeMails(world)
  expect(await jobs()).toEqual([{ task: 'process_inbound_mail' }])
  await world.settle()
  expect((await rowOf(id)).outcome).toBe('created')
})

test('files of a mail become files of its message, byte for byte; of a duplicate none stay behind', async () => {
  const body = ['--b', 'Content-Type: text/plain', '', 'See the file.', '--b', 'Content-Type: application/pdf']
  const file = ['Content-Disposition: attachment; filename="../../r\u00e9port.pdf"', '', '%PDF-1.7 bytes', '--b--']
  const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', ...body, ...file]
  const raw = letter({ headers, messageId: '<file@acme.example>' })
  const id = await record(raw)
  await processInboundMail(world, id)
  const { rows } = await world.pool.query(
    'select a.* from attachments a join messages m on m.id = a.message_id where m.inbound_mail_id = $1',
    [id],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0].filename).not.toContain('/')
  expect((await world.blobs.read(rows[0].blob_key)).toString()).toBe('%PDF-1.7 bytes')
  expect((await world.blobs.read(rows[0].blob_key)).length).toBe(rows[0].size)
})

const read = async (raw: Buffer, isSuspect = false, milliseconds?: number) => {
  const { key, size } = await world.blobs.put(raw)
  return readMailInThread(world.blobsDir, { blobKey: key, size, envelopeTo: [], isSuspect }, milliseconds)
}

test('reading a mail has an end, and the next one is read all the same', async () => {
  const endless = letter({ text: 'a@b <c> http://d.example '.repeat(400_000) })
  await expect(read(endless, false, 1)).rejects.toThrow(UnreadableMailError)
  expect((await read(letter({ subject: 'next' }))).mail.subject).toBe('next')
})

test('mails that are processed again share a thread, which ends after a large one and after five seconds without one', async () => {
  let started = 0
  const count = () => {
    started += 1
  }
  const startedBy = async (work: () => Promise<unknown>) => {
    started = 0
    await work()
    return started
  }
  const again = (text = 'Hi.') => read(letter({ text }), true)
  subscribe('worker_threads', count)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    await again()
    expect(await startedBy(again)).toBe(0)
    await again('a line\r\n'.repeat(100_000))
    expect(await startedBy(again)).toBe(1)
    vi.advanceTimersByTime(4_999)
    expect(await startedBy(again)).toBe(0)
    vi.advanceTimersByTime(5_000)
    expect(await startedBy(again)).toBe(1)
  } finally {
    vi.useRealTimers()
    unsubscribe('worker_threads', count)
  }
})

test('a mail that a command delivers ends in its outcome, and a second time as a duplicate', async () => {
  const raw = letter({ subject: 'by hand' })
  const first = await deliverMail(world, { mailboxName: 'support', raw: Readable.from([raw]) })
  expect(first).toMatchObject({ outcome: 'created', ticketNumber: expect.any(Number) })
  const again = await deliverMail(world, { mailboxName: 'support', raw })
  expect(again).toMatchObject({ outcome: 'duplicate', ticketNumber: first.ticketNumber })
  await expect(deliverMail(world, { mailboxName: 'nowhere', raw })).rejects.toMatchObject({ code: 'not_found' })
})

test('a mail whose bytes are gone ends in quarantine rather than in an endless round', async () => {
  const id = await record(letter())
  await rm(join(world.blobsDir, (await rowOf(id)).blobKey))
  for (let tries = 0; tries < 3; tries += 1) await processInboundMail(world, id).catch(() => {})
  expect(await rowOf(id)).toMatchObject({ state: 'quarantined' })
})
