import { listMailboxes } from '@gotrs/core/mailboxes/queries'
import { updateMailbox } from '@gotrs/core/mailboxes/update'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { ledgerOf, letter, readerOf, withClient } from '@gotrs/mail-worker/testing/imap-desk'
import type { ImapFlow } from 'imapflow'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createProcessLocks } from '../process-locks.ts'
import { type Clock, realClock } from './clock.ts'
import type { Reader, ReaderOptions } from './reader.ts'
import { startReaders } from './readers.ts'
import { watchValidity } from './validity-watch.ts'

let world: World
let dovecot: Dovecot
const running: { stop(): Promise<void> }[] = []
beforeAll(async () => {
  world = await createWorld()
  dovecot = await createDovecot()
  await dovecot.start()
  await withServer(client => client.mailboxCreate('Support'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map(it => it.stop()))
})
afterAll(async () => {
  await dovecot.remove()
  await world.remove()
})

const wait = { timeout: 15_000, interval: 50 }

const withServer = <T>(work: (client: ImapFlow) => Promise<T>) => withClient(dovecot, work)

/** Retries on another connection: Dovecot may refuse for a while after the folder was created again. */
async function append(...ids: string[]): Promise<void> {
  const one = (id: string) => withServer(client => client.append('Support', letter(id)))
  for (const id of ids) await vi.waitFor(() => one(id), wait)
}
/** Retries if another client opens the folder at the same time: Dovecot then fails with "was deleted under us". */
async function recreateFolder(): Promise<void> {
  const ensureFolder = (isThere: boolean) =>
    vi.waitFor(
      () =>
        withServer(async client => {
          const isHere = (await client.list()).some(it => it.path === 'Support')
          if (isHere !== isThere) await (isThere ? client.mailboxCreate('Support') : client.mailboxDelete('Support'))
        }),
      wait,
    )
  await ensureFolder(false)
  await ensureFolder(true)
}

async function configure(change: { password?: string } = {}): Promise<void> {
  const account = { host: '127.0.0.1', port: dovecot.port, tls: 'none', user: 'support', folder: 'Support' } as const
  await world.run(world.admin, uow =>
    updateMailbox(uow, {
      mailboxId: world.mailboxId,
      name: 'support',
      address: 'support@gotrs.example',
      displayName: 'Northwind Support',
      queueId: world.supportId,
      imap: { ...account, ...change },
    }),
  )
}

async function read(options: Partial<ReaderOptions> = { pollMs: 500 }): Promise<Reader> {
  const reader = await readerOf(world, options)
  running.push(reader)
  return reader
}

const ledger = () => ledgerOf(world)
const state = async () => (await world.read(world.admin, listMailboxes))[0]?.state

test('imports existing mail, marks it as seen, and gets later mail by IDLE', async () => {
  await configure({ password: 'secret' })
  await append('a1', 'a2')
  await read()
  await vi.waitFor(async () => expect(await ledger()).toEqual(['a1', 'a2']), wait)
  await append('a3')
  await vi.waitFor(async () => expect(await ledger()).toEqual(['a1', 'a2', 'a3']), wait)
  await vi.waitFor(async () => {
    const unseen = await withServer(client => client.status('Support', { unseen: true }))
    expect(unseen).toMatchObject({ unseen: 0 })
  }, wait)
  await vi.waitFor(async () => expect((await state())?.lastReadAt).not.toBeNull(), wait)
  await world.settle()
  const { rows } = await world.pool.query("select outcome, source from inbound_mails where state = 'done'")
  expect(rows).toEqual(Array(3).fill({ outcome: 'created', source: 'imap' }))
})

test('reads from the cursor, and duplicates no mail if the cursor is lost', async () => {
  await append('b1')
  await world.pool.query('update mailboxes set last_uid = 0')
  await read()
  await vi.waitFor(async () => expect(await ledger()).toEqual(['a1', 'a2', 'a3', 'b1']), wait)
  await vi.waitFor(async () => {
    const { rows } = await world.pool.query('select last_uid::int as uid from mailboxes')
    expect(rows).toEqual([{ uid: 4 }])
  }, wait)
})

test('recognises every mail when the folder is created again with new UIDs', async () => {
  const before = await world.pool.query('select uid_validity from mailboxes')
  await read()
  // While it connects, after it has opened the folder, and while it idles.
  await recreateFolder()
  await append('c1', 'a1', 'a2', 'a3', 'b1', 'c2')
  await vi.waitFor(async () => expect(await ledger()).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'c2']), wait)
  const after = await world.pool.query('select uid_validity from mailboxes')
  expect(after.rows).not.toEqual(before.rows)
})

test('shows on the mailbox that the server is unavailable, and continues when it is available again', async () => {
  await read()
  await append('d1')
  await vi.waitFor(async () => expect(await ledger()).toContain('d1'), wait)
  await dovecot.kill()
  await vi.waitFor(async () => expect((await state())?.lastError).toBe('Nothing answers at this host and port.'), wait)
  await dovecot.start()
  await append('d2')
  await vi.waitFor(async () => expect(await ledger()).toContain('d2'), wait)
  await vi.waitFor(async () => expect((await state())?.lastError).toBeNull(), wait)
})

test('shows that the login failed, and connects again when the settings change', async () => {
  await configure({ password: 'wrong' })
  const locks = createProcessLocks(world)
  const readers = startReaders(world, locks)
  running.push({ stop: () => readers.stop().then(locks.close) })
  await append('e1')
  await vi.waitFor(async () => expect((await state())?.lastError).toMatch(/refuses the login/), wait)
  await configure({ password: 'secret' })
  readers.wake()
  await vi.waitFor(async () => expect(await ledger()).toContain('e1'), wait)
})

test('pauses reading for an hour if the folder keeps being created again, and the admin sees why', async () => {
  await configure({ password: 'secret' })
  const pauses: number[] = []
  const sleep: Clock['sleep'] = (milliseconds, signal) => {
    pauses.push(milliseconds)
    return realClock.sleep(Math.min(milliseconds, 300), signal)
  }
  await read({ clock: { ...realClock, sleep } })
  for (const index of [1, 2, 3]) {
    await append(`f${index}`)
    await vi.waitFor(async () => expect(await ledger()).toContain(`f${index}`), wait)
    await recreateFolder()
  }
  await vi.waitFor(
    async () => expect((await state())?.lastError).toMatch(/UIDVALIDITY of the folder keeps changing/),
    wait,
  )
  expect(pauses).toContain(3_600_000)
})

test('pauses for an hour if the UIDVALIDITY of a server keeps changing', () => {
  let now = 0
  const watch = watchValidity(() => now)
  for (const uidValidity of [1n, 2n, 3n]) watch.see(uidValidity)
  expect(watch.pauseMs()).toBe(0)
  expect(() => watch.see(4n)).toThrow(/keeps changing/)
  expect(watch.pauseMs()).toBe(3_600_000)
  now += 3_600_000
  expect(watch.pauseMs()).toBe(0)
})
