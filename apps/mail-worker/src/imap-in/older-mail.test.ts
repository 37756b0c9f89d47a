import type { OlderMail } from '@gotrs/contract/mailboxes'
import { updateMailbox } from '@gotrs/core/mailboxes/update'
import { createWorld, minute, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { ledgerOf, letter, openInbox, readAt, readerOf, readInbox } from '@gotrs/mail-worker/testing/imap-desk'
import type { ImapFlow } from 'imapflow'
import { afterEach, beforeEach, expect, test } from 'vitest'

let world: World
let dovecot: Dovecot
let client: ImapFlow
beforeEach(async () => {
  world = await createWorld()
  dovecot = await createDovecot()
  await dovecot.start()
  client = await openInbox(dovecot)
})
afterEach(async () => {
  await client.logout()
  await dovecot.remove()
  await world.remove()
})

const old = new Date('2024-05-06T07:08:09.000Z')
const dayLater = (days: number) => new Date(old.getTime() + days * 86_400_000)
const append = (id: string, arrivedAt: Date, more = '') =>
  client.append('INBOX', Buffer.concat([Buffer.from(more), letter(id)]), [], arrivedAt)
/** Appends this number of mails that are older than the connection of the mailbox. */
async function fill(count: number): Promise<void> {
  for (let at = 1; at <= count; at += 1) await append(`old-${at}`, dayLater(at))
}
const save = (olderMail: OlderMail, takesMailFrom?: Date) =>
  world.run(world.admin, uow =>
    updateMailbox(uow, {
      mailboxId: world.mailboxId,
      name: 'support',
      address: 'support@gotrs.example',
      displayName: 'Northwind Support',
      queueId: world.supportId,
      imap: { host: '127.0.0.1', port: dovecot.port, tls: 'none', user: 'support', folder: 'INBOX' },
      olderMail,
      ...(takesMailFrom ? { takesMailFrom: takesMailFrom.toISOString() } : {}),
    }),
  )
const rows = async (query: string) => (await world.pool.query(query)).rows
const tickets = () =>
  rows('select title, status, created_at as at, waiting_since as waits from tickets order by number')
const acknowledgements = () => rows("select 1 from outbound_mails where purpose = 'acknowledgement'")
const unseen = async () => (await client.search({ seen: false }, { uid: true })) || []
const read = async () => {
  await client.noop()
  await readInbox(world, client)
  await world.settle()
}

test('40 mails of 2024 create no ticket and stay unchanged on the server; a new mail is acknowledged', async () => {
  await readAt(world, dovecot)
  await fill(40)
  await read()
  expect(await tickets()).toEqual([])
  expect(await ledgerOf(world)).toEqual([])
  expect(await unseen()).toHaveLength(40)
  await append('new', world.now())
  await read()
  expect(await tickets()).toMatchObject([{ title: 'new', status: 'new' }])
  expect(await acknowledgements()).toHaveLength(1)
  expect(await unseen()).toHaveLength(40)
})

test('imported as closed, old mails become closed tickets of their date, without a notification', async () => {
  await readAt(world, dovecot)
  await fill(40)
  await append('new', world.now())
  await read()
  await save('closed')
  await read()
  const found = await tickets()
  expect(found).toHaveLength(41)
  const past = found.filter(it => it.title.startsWith('old-'))
  expect(past).toHaveLength(40)
  for (const [at, ticket] of past.entries()) {
    expect(ticket).toEqual({ title: `old-${at + 1}`, status: 'closed', at: dayLater(at + 1), waits: null })
  }
  expect(await acknowledgements()).toHaveLength(1)
  expect(await rows('select 1 from tickets where last_customer_message_at < $$2026-01-01$$')).toEqual([])
})

test('a mail keeps its age if the start time of the mailbox changes before it is filed', async () => {
  await readAt(world, dovecot)
  await save('open')
  await append('old', old)
  await append('new', world.now())
  await client.noop()
  await readInbox(world, client)
  await save('closed', new Date(world.now().getTime() + 5 * minute))
  await world.settle()
  expect(await tickets()).toMatchObject([
    { title: 'old', status: 'new', at: old, waits: null },
    { title: 'new', status: 'new', waits: expect.anything() },
  ])
  expect(await acknowledgements()).toHaveLength(1)
})

test('imported as open, old mails do not count as waiting for an agent', async () => {
  await readAt(world, dovecot)
  await save('open')
  await append('one', old)
  await read()
  expect(await tickets()).toEqual([{ title: 'one', status: 'new', at: old, waits: null }])
  expect(await acknowledgements()).toEqual([])
})

test('an old conversation becomes one ticket, and new mail continues it as usual', async () => {
  await readAt(world, dovecot)
  await save('closed')
  await append('question', old)
  await append('answer', dayLater(3), 'In-Reply-To: <question@acme.example>\r\n')
  await read()
  expect(await tickets()).toMatchObject([{ title: 'question', status: 'closed', waits: null }])
  expect(await rows('select created_at as at from messages order by created_at')).toEqual([
    { at: old },
    { at: dayLater(3) },
  ])
  await append('again', world.now(), 'In-Reply-To: <answer@acme.example>\r\n')
  await read()
  expect(await tickets()).toMatchObject([
    { status: 'closed' },
    { title: 'question', status: 'new', at: expect.anything() },
  ])
})

test('the Date header makes no new mail old, and no old mail new', async () => {
  await readAt(world, dovecot)
  await append('forged-old', world.now(), 'Date: Mon, 06 May 2024 07:08:09 +0000\r\n')
  await append('forged-new', old, `Date: ${world.now().toUTCString()}\r\n`)
  await read()
  expect((await tickets()).map(it => it.title)).toEqual(['forged-old'])
})

test('skips old mail of a folder that was created again, too', async () => {
  await readAt(world, dovecot)
  await fill(3)
  await append('new', world.now())
  await read()
  await world.pool.query('update mailboxes set uid_validity = 1, last_uid = 77')
  await read()
  expect(await ledgerOf(world)).toEqual(['new'])
})

test('moving imported mail leaves old mail in the folder', async () => {
  await readAt(world, { ...dovecot, moveTo: 'Done' })
  await fill(3)
  await append('new', world.now())
  const reader = await readerOf(world, {})
  await expect.poll(() => ledgerOf(world)).toEqual(['new'])
  await reader.stop()
  await world.pool.query('update mailboxes set last_read_at = null')
  const again = await readerOf(world, {})
  await expect.poll(() => rows('select 1 from mailboxes where last_read_at is not null')).toHaveLength(1)
  await again.stop()
  await client.noop()
  expect(await client.search({ all: true }, { uid: true })).toEqual([1, 2, 3])
  expect(await unseen()).toEqual([1, 2, 3])
})

test('does not fetch a mail again that is in the ledger when it scans the folder for old mail', async () => {
  await readAt(world, dovecot)
  await append('one', old)
  await append('two', world.now())
  await read()
  await save('open')
  const fetched: string[] = []
  const watched = new Proxy(client, {
    get: (target, key) => {
      const value = Reflect.get(target, key)
      if (key === 'fetchOne') fetched.push('one mail')
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  expect(await ledgerOf(world)).toEqual(['two'])
  await readInbox(world, watched)
  expect((await ledgerOf(world)).toSorted()).toEqual(['one', 'two'])
  // Its size, and its content.
  expect(fetched).toHaveLength(2)
})

test('does not acknowledge a mail that was on the server for more than a day, but creates a ticket', async () => {
  await readAt(world, dovecot)
  world.pass(3 * 24 * 60 * minute)
  await append('late', new Date(world.now().getTime() - 25 * 60 * minute))
  await read()
  expect(await tickets()).toMatchObject([{ title: 'late', status: 'new', waits: expect.anything() }])
  expect(await acknowledgements()).toEqual([])
})

test('uses the Date header if the server reports no time of arrival', async () => {
  await readAt(world, dovecot)
  await append('dated-old', world.now(), 'Date: Mon, 06 May 2024 07:08:09 +0000\r\n')
  await append('dated-new', world.now(), `Date: ${world.now().toUTCString()}\r\n`)
  await append('undated', world.now())
  await client.noop()
  const timeless = new Proxy(client, {
    get: (target, key) => {
      const value = Reflect.get(target, key)
      if (key !== 'fetchAll') return typeof value === 'function' ? value.bind(target) : value
      return async (...args: Parameters<ImapFlow['fetchAll']>) =>
        (await client.fetchAll(...args)).map(({ internalDate: _, ...mail }) => mail)
    },
  })
  await readInbox(world, timeless)
  expect((await ledgerOf(world)).toSorted()).toEqual(['dated-new', 'undated'])
})
