import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { fastClock } from '@gotrs/mail-worker/testing/fast-clock'
import { startFaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import { fetchingBy, letter, openInbox, readAt, readerOf, readInbox } from '@gotrs/mail-worker/testing/imap-desk'
import type { ImapFlow } from 'imapflow'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

let world: World
let dovecot: Dovecot
let client: ImapFlow
beforeAll(async () => {
  world = await createWorld()
  dovecot = await createDovecot()
  await dovecot.start()
})
beforeEach(async () => {
  client = await openInbox(dovecot)
})
afterEach(() => client.logout())
afterAll(async () => {
  await dovecot.remove()
  await world.remove()
})

const mebibyte = 1024 * 1024

/** A mail of exactly this size, in which no two lines are the same. */
function large(id: string, bytes: number): Buffer {
  const head = letter(id).toString('latin1')
  const lines = Array.from({ length: bytes / 10 }, (_, index) => `${String(index).padStart(8, '0')}\r\n`)
  const text = (head + lines.join('')).slice(0, bytes - 2)
  return Buffer.from(`${text.replace(/\r$/, 'x')}\r\n`)
}

type Mail = Exclude<Awaited<ReturnType<ImapFlow['fetchOne']>>, false>
type Answer = false | (Mail & { partialOrigins?: Map<string, number> })
type Query = Parameters<ImapFlow['fetchOne']>[1]

/** The same client, which changes the responses of the server. */
function changing(change: (answer: Answer, query: Query) => Answer | Promise<Answer>): ImapFlow {
  const fetchOne: ImapFlow['fetchOne'] = async (range, query, options) =>
    change((await client.fetchOne(range, query, options)) as Answer, query)
  return fetchingBy(client, fetchOne)
}

const partOf = (query: Query) => (typeof query.source === 'object' ? query.source : null)

const newest = async () => {
  const sql = 'select rfc_message_id as id, blob_key as key, state, size, sha256, reason from inbound_mails'
  const { rows } = await world.pool.query(`${sql} order by uid desc nulls last limit 1`)
  return rows[0]
}
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const files = async () =>
  (await readdir(world.blobs.folder, { recursive: true, withFileTypes: true })).filter(it => it.isFile()).length

test('a connection that drops within a large mail leaves no file; the next one fetches the whole mail', {
  timeout: 90_000,
}, async () => {
  const mail = large('cut', 3.5 * mebibyte)
  await client.append('INBOX', mail)
  const before = await files()
  const left: number[] = []
  const onClientData = async (text: string) => {
    if (/ (?:LOGIN|AUTHENTICATE) /i.test(text)) left.push(await files())
  }
  const proxy = await startFaultyProxy({ host: '127.0.0.1', port: dovecot.port }, { observe: () => ({ onClientData }) })
  await readAt(world, { port: proxy.port })
  proxy.dropNextAfter(2.5 * mebibyte)
  const clock = fastClock(20)
  const reader = await readerOf(world, { clock })
  try {
    const isThere = async () => expect(await newest()).toMatchObject({ sha256: hashOf(mail) })
    await vi.waitFor(isThere, { timeout: 60_000, interval: 20 })
  } finally {
    await reader.stop()
    await proxy.stop()
    clock.stop()
  }
  expect(left.length).toBeGreaterThan(1)
  expect(new Set(left)).toEqual(new Set([before]))
})

test.each([
  ['of less than a part', mebibyte - 1],
  ['of one part', mebibyte],
  ['a little larger', mebibyte + 1],
  ['of two whole parts', 2 * mebibyte],
  ['of three and a half', 3.5 * mebibyte],
])('stores a mail %s byte for byte, under its own Message-ID', async (name, bytes) => {
  const id = name.replaceAll(' ', '-')
  const mail = large(id, bytes)
  expect(mail.length).toBe(bytes)
  await client.append('INBOX', mail)
  await readInbox(world, client)
  expect(await newest()).toMatchObject({ id: `<${id}@acme.example>`, size: bytes, sha256: hashOf(mail) })
  expect(hashOf(await world.blobs.read((await newest()).key))).toBe(hashOf(mail))
})

test.each([
  ['too small', -1.5 * mebibyte],
  ['too large', 3 * mebibyte],
])('reads a mail to its end if the server reports a size that is %s', async (name, by) => {
  const mail = large(name.replace(' ', '-'), 3.25 * mebibyte)
  await client.append('INBOX', mail)
  await readInbox(
    world,
    changing(answer => (answer && answer.size !== undefined ? { ...answer, size: answer.size + by } : answer)),
  )
  expect(await newest()).toMatchObject({ size: mail.length, sha256: hashOf(mail) })
})

test('continues if the server sends less than the requested part', async () => {
  const mail = large('less', 2.5 * mebibyte)
  await client.append('INBOX', mail)
  const starts: number[] = []
  const curt = changing((answer, query) => {
    const part = partOf(query)
    if (!part || answer === false || !answer.source) return answer
    starts.push(part.start ?? 0)
    const source = answer.source.subarray(0, 400_000)
    return { ...answer, source, partialOrigins: new Map([['', part.start ?? 0]]) }
  })
  await readInbox(world, curt)
  expect(starts.length).toBeGreaterThan(5)
  expect(await newest()).toMatchObject({ sha256: hashOf(mail) })
})

test('stores a mail once if the server sends all of it for every part', async () => {
  const mail = large('all', 2.5 * mebibyte)
  await client.append('INBOX', mail)
  const all = changing((answer, query) =>
    partOf(query) && answer ? client.fetchOne(String(answer.uid), { source: true }, { uid: true }) : answer,
  )
  await readInbox(world, all)
  expect(await newest()).toMatchObject({ sha256: hashOf(mail) })
})

test('a missing or wrong part leaves no file; after three attempts there is a note in quarantine', async () => {
  const mail = large('gap', 2.5 * mebibyte)
  await client.append('INBOX', mail)
  const before = await files()
  const tries = new Map<string, number>()
  const withGap = changing((answer, query) =>
    answer && partOf(query)?.start === mebibyte ? { ...answer, source: undefined } : answer,
  )
  const misplaced = changing((answer, query) => {
    if (!answer || partOf(query)?.start !== mebibyte) return answer
    return { ...answer, partialOrigins: new Map([['', 0]]) }
  })
  await expect(readInbox(world, withGap, tries)).rejects.toThrow('sends no content')
  await expect(readInbox(world, misplaced, tries)).rejects.toThrow('sends no content')
  expect(await files()).toBe(before)
  await readInbox(world, withGap, tries)
  expect(await newest()).toMatchObject({ state: 'quarantined', reason: expect.stringContaining('still on the server') })
})

test('skips a mail that is deleted between two parts', async () => {
  await client.append('INBOX', large('removed', 2.5 * mebibyte))
  const last = await newest()
  const before = await files()
  const removing = changing(async (answer, query) => {
    if (!answer || partOf(query)?.start !== mebibyte) return answer
    await client.messageDelete(String(answer.uid), { uid: true })
    return false
  })
  await readInbox(world, removing)
  expect(await newest()).toEqual(last)
  expect(await files()).toBe(before)
})

test('stores only the header of a mail that is larger than reported and than allowed', async () => {
  await client.append('INBOX', large('endless', 2.5 * mebibyte))
  const endless = changing((answer, query) => {
    const start = partOf(query)?.start
    if (!answer || start === undefined) return answer
    return { ...answer, source: Buffer.alloc(mebibyte, 'x'), partialOrigins: new Map([['', start]]) }
  })
  const before = await files()
  await readInbox(world, endless)
  expect(await newest()).toMatchObject({ id: '<endless@acme.example>', state: 'quarantined' })
  expect((await newest()).size).toBeLessThan(1_000)
  expect(await files()).toBe(before + 1)
})
