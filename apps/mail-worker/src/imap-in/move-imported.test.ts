import { listMailboxes } from '@gotrs/core/mailboxes/queries'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { type FaultyProxy, startFaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import {
  connectionWithoutTimeLimits,
  ledgerOf,
  letter,
  readAt,
  readerOf,
  withClient,
} from '@gotrs/mail-worker/testing/imap-desk'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { moveImported } from './move-imported.ts'
import type { Reader } from './reader.ts'

let world: World
let dovecot: Dovecot
let proxy: FaultyProxy
let reader: Reader | null = null
/** Called with every command of the reader before the server receives it. */
let onCommand: (text: string) => void = () => {}
beforeAll(async () => {
  dovecot = await createDovecot()
  await dovecot.start()
  const onClientData = async (text: string) => onCommand(text)
  proxy = await startFaultyProxy({ host: '127.0.0.1', port: dovecot.port }, { observe: () => ({ onClientData }) })
})
beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  onCommand = () => {}
  await reader?.stop()
  await withClient(dovecot, async client => {
    const folders = (await client.list()).filter(it => it.path !== 'INBOX' && !it.flags.has('\\NonExistent'))
    for (const { path } of folders) await client.mailboxDelete(path)
    await client.mailboxOpen('INBOX')
    await client.messageDelete('1:*', { uid: true })
  })
  await world.remove()
})
afterAll(async () => {
  await proxy.stop()
  await dovecot.remove()
})

const wait = { timeout: 15_000, interval: 50 }
const append = (...ids: string[]) =>
  withClient(dovecot, async client => {
    for (const id of ids) await client.append('INBOX', letter(id))
  })
const read = async (moveTo: string) => {
  await readAt(world, { port: proxy.port, moveTo })
  reader = await readerOf(world, { pollMs: 500 })
}
const contents = (folder: string) =>
  withClient(dovecot, async client => {
    await client.mailboxOpen(folder)
    const mails = await client.fetchAll('1:*', { envelope: true, flags: true })
    return mails.map(mail => `${mail.envelope?.subject}${mail.flags?.has('\\Seen') ? ' seen' : ''}`)
  })
const state = async () => (await world.read(world.admin, listMailboxes))[0]?.state

test('marks an imported mail as seen and moves it, and creates the folder', async () => {
  await append('a1', 'a2')
  await read('Done.2026')
  await vi.waitFor(async () => expect(await contents('Done.2026')).toEqual(['a1 seen', 'a2 seen']), wait)
  await append('a3')
  await vi.waitFor(async () => expect(await contents('Done.2026')).toHaveLength(3), wait)
  expect(await contents('INBOX')).toEqual([])
  expect(await ledgerOf(world)).toEqual(['a1', 'a2', 'a3'])
  await vi.waitFor(async () => expect(await state()).toMatchObject({ lastError: null }), wait)
})

test('moves every mail, and imports it once, if the connection drops between import and move', async () => {
  let breaks = 0
  onCommand = text => {
    if (/UID MOVE/.test(text) && breaks++ < 2) proxy.dropConnections()
  }
  await append('b1', 'b2')
  await read('Done')
  await vi.waitFor(async () => expect(await contents('Done')).toEqual(['b1 seen', 'b2 seen']), wait)
  expect(breaks).toBeGreaterThan(2)
  expect(await contents('INBOX')).toEqual([])
  expect(await ledgerOf(world)).toEqual(['b1', 'b2'])
})

test('imports a mail that it cannot move, and shows the problem to the admin', async () => {
  // Dovecot has no folder of this name, and cannot create it.
  await append('c1')
  await read('Done/2026')
  await vi.waitFor(async () => expect((await state())?.lastError).toContain('not moved to Done/2026'), wait)
  expect((await state())?.lastReadAt).not.toBeNull()
  expect(await contents('INBOX')).toEqual(['c1 seen'])
  expect(await ledgerOf(world)).toEqual(['c1'])
  await append('c2')
  await vi.waitFor(async () => expect(await ledgerOf(world)).toEqual(['c1', 'c2']), wait)
})

test('without MOVE, copies and expunges only the imported mail; without UIDPLUS, keeps it', async () => {
  await append('d1', 'd2', 'd3')
  const words = await withClient(dovecot, async client => {
    await client.mailboxOpen('INBOX')
    const uids = (await client.search({ all: true }, { uid: true })) || []
    // Somebody else has marked this mail as deleted.
    await client.messageFlagsAdd(String(uids[2]), ['\\Deleted'], { uid: true })
    const asking = connectionWithoutTimeLimits(client)
    client.capabilities.delete('MOVE')
    const first = await moveImported(asking, uids.slice(0, 1), 'Done')
    client.capabilities.delete('UIDPLUS')
    return [first, await moveImported(asking, uids.slice(1, 2), 'Done')]
  })
  expect(words).toEqual([null, expect.stringContaining('this server cannot move it to Done')])
  expect(await contents('Done')).toEqual(['d1'])
  expect(await contents('INBOX')).toEqual(['d2', 'd3'])
})
