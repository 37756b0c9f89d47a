import { letter } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type ArrivalRate, senderRate } from '../ledger/arrival-rate.ts'
import { type Filer, recordForMailboxes } from '../ledger/ledger.ts'
import { resumeMails } from '../ledger/resume.ts'
import { createFiler } from './file-at-once.ts'
import { processInboundMail, processStarted } from './process.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(() => world.pool.query('delete from graphile_worker._private_jobs'))

async function record(filer: Filer, raw = letter(), ratesOf: () => ArrivalRate[] = () => []) {
  const [recorded] = await recordForMailboxes(world, {
    source: 'smtp',
    envelopeFrom: 'omar@acme.example',
    content: raw,
    maxBytes: 100_000_000,
    deliveries: [{ mailboxId: world.mailboxId, envelopeTo: ['support@gotrs.example'] }],
    ratesOf,
    filer,
  })
  return recorded?.inboundMailId ?? ''
}

const outcomeOf = async (id: string) =>
  (await world.db.select().from(inboundMails).where(eq(inboundMails.id, id)))[0]?.outcome
const jobs = async () =>
  (await world.pool.query('select task_identifier as task from graphile_worker.jobs')).rows.map(it => it.task)
const countFiled = (ids: string[]) => world.db.$count(messages, inArray(messages.inboundMailId, ids))
/** A job continues with a mail whose sender takes long to be authenticated. */
const untilFiled = (id: string) =>
  vi.waitFor(
    async () => {
      await world.settle()
      expect(await outcomeOf(id)).toBe('created')
    },
    { timeout: 30_000, interval: 200 },
  )
/** Takes mails and files none, as a process that is killed. */
const dying: Filer = { hasRoomFor: () => true, file: () => {} }

test('files a mail in the process that received it, without a job', async () => {
  const filer = createFiler(world)
  const id = await record(filer)
  expect(await jobs()).toEqual([])
  await untilFiled(id)
  await filer.stop()
})

test('files ten mails at once, each one once', { timeout: 60_000 }, async () => {
  const filer = createFiler(world)
  const ids = await Promise.all(Array.from({ length: 10 }, () => record(filer)))
  for (const id of ids) await untilFiled(id)
  await filer.stop()
  expect(await countFiled(ids)).toBe(10)
})

test('a job files what its process did not file', async () => {
  const id = await record(dying)
  await resumeMails(world)
  expect(await jobs()).toEqual([])
  world.pass(5_000)
  await resumeMails(world)
  await world.settle()
  expect(await outcomeOf(id)).toBe('created')
})

test('gives no job to a mail that this process is about to file', async () => {
  const id = await record(dying)
  world.pass(5_000)
  await resumeMails(world, [id])
  expect(await jobs()).toEqual([])
  await resumeMails(world)
  expect(await jobs()).toEqual(['process_inbound_mail'])
  await world.settle()
})

test('a job reads a large mail, and every mail while too many wait or the process stops', async () => {
  const filer = createFiler(world)
  await record(filer, letter({ text: 'x'.repeat(2 * 1024 * 1024) }))
  expect(await jobs()).toEqual(['process_inbound_mail'])
  expect(filer.hasRoomFor({ bytes: 1 })).toBe(true)
  await filer.stop()
  await record(filer)
  expect(await jobs()).toHaveLength(2)
  await world.settle()
})

test('jobs file what it cannot file for a minute, and what comes then, each mail once', async () => {
  const filer = createFiler(world)
  const blocker = await world.pool.connect()
  await blocker.query('begin; lock table messages in share mode')
  const ids = await Promise.all(Array.from({ length: 4 }, () => record(filer)))
  expect(filer.mine().toSorted()).toEqual(ids.toSorted())
  world.pass(61_000)
  expect([filer.mine(), filer.hasRoomFor({ bytes: 1 })]).toEqual([[], false])
  await resumeMails(world, filer.mine())
  expect(await jobs()).toHaveLength(4)
  await blocker.query('commit')
  blocker.release()
  for (const id of ids) await untilFiled(id)
  await filer.stop()
  expect(await countFiled(ids)).toBe(4)
})

test('a mail above its rate waits for its job', async () => {
  const filed: string[] = []
  const filer: Filer = { hasRoomFor: () => true, file: it => filed.push(it.id) }
  const rates = () => senderRate('192.0.2.1', 'omar@acme.example', 1)
  const first = await record(filer, letter(), rates)
  await record(filer, letter(), rates)
  expect([filed, await jobs()]).toEqual([[first], ['process_inbound_mail']])
})

test('files a mail without its acknowledgement at the second try, where that fails at the first', async () => {
  const held: Parameters<Filer['file']>[0][] = []
  const id = await record({ hasRoomFor: () => true, file: it => held.push(it) })
  const activate = (isActive: boolean) => world.pool.query('update mailboxes set is_active = $1', [isActive])
  await activate(false)
  for (const mail of held) await expect(processStarted(world, mail)).rejects.toMatchObject({ code: 'mailbox_unusable' })
  expect([await outcomeOf(id), await jobs()]).toEqual([null, []])
  await processInboundMail(world, id)
  expect([await outcomeOf(id), await jobs()]).toEqual(['created', ['write_acknowledgement']])
  await activate(true)
})

test('a mail that it cannot file is left to a job', async () => {
  const filer = createFiler(world)
  await world.asOwner('alter table messages add constraint none_for_now check (false) not valid')
  const id = await record(filer)
  await vi.waitFor(async () => {
    const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, id))
    expect(row).toMatchObject({ state: 'received', attempts: 1 })
  }, 10_000)
  await filer.stop()
  await world.asOwner('alter table messages drop constraint none_for_now')
  world.pass(5_000)
  await resumeMails(world)
  await world.settle()
  expect(await outcomeOf(id)).toBe('created')
})
