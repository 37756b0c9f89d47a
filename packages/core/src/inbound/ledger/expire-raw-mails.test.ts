import { existsSync } from 'node:fs'
import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UpdateSettingsInput } from '@gotrs/contract/settings'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, day, hour, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blobTables, sweepBlobs } from '../../blobs/sweep.ts'
import { systemActor } from '../../kernel/actor.ts'
import { readSettings } from '../../settings/read.ts'
import { updateSettings } from '../../settings/update.ts'
import { readInboundMail } from '../admin/queries.ts'
import { processInboundMail } from '../filing/process.ts'
import { expireRawMails } from './expire-raw-mails.ts'
import { recordForMailboxes } from './ledger.ts'

let world: World
let billingMailboxId: string
beforeAll(async () => {
  world = await createWorld()
  const { rows } = await world.pool.query(
    `insert into mailboxes (id, name, address, display_name, queue_id, created_at)
     values (gen_random_uuid(), 'billing', 'billing@gotrs.example', 'Billing', $1, now()) returning id`,
    [world.billingId],
  )
  billingMailboxId = rows[0].id
})
afterAll(() => world.remove())

const tick = (task: typeof expireRawMails) => world.run(systemActor('clock'), uow => task.batch(uow))
const keep = (rawMailDays: number | null) => world.run(world.admin, uow => updateSettings(uow, { rawMailDays }))
const keyOf = async (id: string) => {
  const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, id))
  return row?.blobKey ?? null
}
const isOnDisk = (key: string | null) => key !== null && existsSync(join(world.blobsDir, key))

test('a change of the settings keeps those that it leaves out, and is an event', async () => {
  const change = (input: UpdateSettingsInput) => world.run(world.admin, uow => updateSettings(uow, input))
  const read = () => world.read(world.admin, readSettings)
  expect(await read()).toEqual({ rawMailDays: null, assignsOnReply: true })
  expect(await change({ rawMailDays: 30 })).toEqual({ rawMailDays: 30, assignsOnReply: true })
  expect(await change({ assignsOnReply: false })).toEqual({ rawMailDays: 30, assignsOnReply: false })
  expect(await read()).toEqual({ rawMailDays: 30, assignsOnReply: false })
  expect(await world.db.select().from(events).where(eq(events.type, 'settings.updated'))).toHaveLength(2)
  await change({ rawMailDays: null, assignsOnReply: true })
})

test('bytes are kept for good, until the settings say for how long; then those of filed mails go, and of no others', async () => {
  const filed = await receive(world, letter())
  const [waiting] = await recordForMailboxes(world, {
    ...{ source: 'smtp', envelopeFrom: '', content: letter(), maxBytes: 10_000 },
    deliveries: [{ mailboxId: world.mailboxId, envelopeTo: [] }],
  })
  const quarantined = await receive(world, letter({ from: 'nobody' }), { envelopeFrom: null })
  world.pass(400 * day)
  expect(await tick(expireRawMails)).toBe(0)
  await keep(30)
  const young = await receive(world, letter())
  expect(await tick(expireRawMails)).toBe(1)
  expect(await tick(expireRawMails)).toBe(0)
  expect(isOnDisk(filed.blobKey)).toBe(false)
  expect(await keyOf(filed.id)).toBeNull()
  const shown = await world.read(world.admin, reader => readInboundMail(reader, { mailId: filed.id }, world.blobs))
  expect(shown).toMatchObject({ isRawKept: false, rawText: '', outcome: 'created', ticket: { id: filed.ticketId } })
  for (const id of [waiting?.inboundMailId ?? '', quarantined.id, young.id])
    expect(isOnDisk(await keyOf(id))).toBe(true)
  await keep(null)
})

test('the bytes of a mail to two mailboxes go with the last of its rows', async () => {
  const [one, two] = await recordForMailboxes(world, {
    ...{ source: 'smtp', envelopeFrom: '', content: letter(), maxBytes: 10_000 },
    deliveries: [
      { mailboxId: world.mailboxId, envelopeTo: [] },
      { mailboxId: billingMailboxId, envelopeTo: [] },
    ],
  })
  const key = await keyOf(one?.inboundMailId ?? '')
  await keep(1)
  await processInboundMail(world, one?.inboundMailId ?? '')
  world.pass(2 * day)
  await tick(expireRawMails)
  expect(await keyOf(one?.inboundMailId ?? '')).toBeNull()
  expect(isOnDisk(key)).toBe(true)
  await processInboundMail(world, two?.inboundMailId ?? '')
  world.pass(2 * day)
  await tick(expireRawMails)
  expect(isOnDisk(key)).toBe(false)
  await keep(null)
})

test('a file that nothing names is found again, after a week and not before, and one that is named never', async () => {
  const named: (string | null)[] = []
  for (let count = 0; count < 5; count += 1) named.push((await receive(world, letter())).blobKey)
  const left = await world.blobs.put(Buffer.from('left behind'))
  const half = `${left.key}.part`
  await writeFile(join(world.blobsDir, half), 'half of a file')
  const now = world.now()
  for (const key of [...named, left.key, half]) {
    const path = join(world.blobsDir, key ?? '')
    await utimes(path, now, now)
  }
  const sweepDay = async () => {
    for (let hours = 0; hours < 24; hours += 1) {
      world.pass(hour)
      await tick(sweepBlobs)
    }
  }
  await crowd(left.key)
  await sweepDay()
  expect([isOnDisk(left.key), isOnDisk(half)]).toEqual([true, true])
  world.pass(7 * day)
  await sweepDay()
  expect([isOnDisk(left.key), isOnDisk(half)]).toEqual([false, false])
  expect(named.map(isOnDisk)).toEqual([true, true, true, true, true])
})

test('a store of which the database knows next to nothing is not touched', async () => {
  const left = await world.blobs.put(Buffer.from('of another desk'))
  await utimes(join(world.blobsDir, left.key), new Date(0), new Date(0))
  await world.asOwner('truncate attachments, inbound_mails, outbound_mails cascade')
  for (let hours = 0; hours < 24; hours += 1) {
    world.pass(hour)
    await tick(sweepBlobs)
  }
  expect(isOnDisk(left.key)).toBe(true)
})

test('the sweep knows every column that names a blob', async () => {
  const { rows } = await world.pool.query(
    "select table_name, column_name from information_schema.columns where table_schema = 'public' and column_name like '%blob%' order by 1",
  )
  expect(rows).toEqual(blobTables.map(table => ({ table_name: table, column_name: 'blob_key' })))
})

/** Files that are named beside it, as in a store that is in use. */
async function crowd(key: string): Promise<void> {
  const folder = key.slice(0, 2)
  for (let count = 0; count < 3; count += 1) {
    const neighbour = `${folder}/${crypto.randomUUID()}`
    await writeFile(join(world.blobsDir, neighbour), 'x')
    await world.pool.query(
      `insert into inbound_mails (id, mailbox_id, source, rfc_message_id, sha256, size, blob_key, state, outcome, received_at)
       values (gen_random_uuid(), $1, 'smtp', $2, 'x', 1, $2, 'done', 'rejected', now())`,
      [world.mailboxId, neighbour],
    )
  }
}
