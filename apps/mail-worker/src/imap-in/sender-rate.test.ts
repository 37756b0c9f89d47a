import { resumeMails } from '@gotrs/core/inbound/ledger/resume'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { openInbox, readAt, readerOf, readInbox } from '@gotrs/mail-worker/testing/imap-desk'
import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'

let world: World
let dovecot: Dovecot
let client: ImapFlow
beforeAll(async () => {
  dovecot = await createDovecot()
  await dovecot.start()
  client = await openInbox(dovecot)
})
beforeEach(async () => {
  world = await createWorld()
  await client.messageDelete('1:*')
  return () => world.remove()
})
afterAll(async () => {
  await client.logout()
  await dovecot.remove()
})

const append = (id: string, from: string) =>
  client.append('INBOX', `From: ${from}\r\nMessage-ID: <${id}@acme.example>\r\nSubject: ${id}\r\n\r\nText.\r\n`)
const readWithLimit = (perSender: number) => readInbox(world, client, new Map(), perSender)

const ledger = async () =>
  (
    await world.pool.query(
      `select mail.subject, mail.outcome, mail.reason,
         round(extract(epoch from job.run_at - now()) / 60)::int as minutes
       from inbound_mails mail left join graphile_worker.jobs job on job.key = 'inbound:' || mail.id order by mail.id`,
    )
  ).rows
const outcomes = async () => (await ledger()).map(it => `${it.subject} ${it.outcome ?? 'waits'}`)

test('stores every mail at once, and files mails above the rate of their sender later, in order', async () => {
  for (const id of ['a1', 'a2', 'a3', 'a4']) await append(id, 'omar@acme.example')
  await append('b1', 'nora@acme.example')
  await readWithLimit(2)
  expect(await client.search({ seen: true }, { uid: true })).toHaveLength(5)
  expect((await ledger()).map(it => it.minutes)).toEqual([0, 0, 30, 60, 0])
  await world.settle()
  expect(await outcomes()).toEqual(['a1 created', 'a2 created', 'a3 waits', 'a4 waits', 'b1 created'])
  expect((await ledger())[2]?.reason).toMatch(/^Its sender writes more mail than the limit allows: it is filed at 20/)
  await world.pool.query("update graphile_worker._private_jobs set run_at = run_at - interval '1 hour'")
  await world.settle()
  const { rows } = await world.pool.query('select title from tickets order by number')
  expect(rows.map(it => it.title)).toEqual(['a1', 'a2', 'b1', 'a3', 'a4'])
  expect((await ledger()).map(it => it.reason).join()).not.toContain('limit')
})

test('counts every spelling of a sender as one', async () => {
  for (const [index, from] of ['o.mar@gmail.com', 'Omar+x@googlemail.com', '"o.m.a.r"@GMAIL.com'].entries()) {
    await append(`c${index}`, from)
  }
  await readWithLimit(1)
  await world.settle()
  expect(await outcomes()).toEqual(['c0 created', 'c1 waits', 'c2 waits'])
})

test('a mail that is delayed by the rate does not count as a mail whose job is lost', async () => {
  for (const id of ['d1', 'd2']) await append(id, 'omar@acme.example')
  await readWithLimit(1)
  world.pass(10 * 60_000)
  await resumeMails(world)
  await world.settle()
  expect(await outcomes()).toEqual(['d1 created', 'd2 waits'])
})

test('a reader uses the limit of the settings', async () => {
  await readAt(world, dovecot)
  for (const id of ['e1', 'e2', 'e3']) await append(id, 'omar@acme.example')
  const reader = await readerOf(world, { perSender: 2 })
  await vi.waitFor(async () => expect(await outcomes()).toHaveLength(3), { timeout: 10_000 })
  await reader.stop()
  await world.settle()
  expect(await outcomes()).toEqual(['e1 created', 'e2 created', 'e3 waits'])
})
