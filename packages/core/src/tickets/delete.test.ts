import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { letter } from '@gotrs/core/testing/inbound/letters'
import { versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { messages } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordForMailboxes } from '../inbound/ledger/ledger.ts'
import { moveMessage } from '../messages/move.ts'
import { deleteTicket } from './delete.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const rowsNow = () => world.db.select().from(inboundMails).orderBy(inboundMails.id)
const remove = (ticketId: string) =>
  world.run(world.admin, uow => deleteTicket(uow, { ticketId, reason: 'She asked for it.' }))

async function secondMailbox(): Promise<string> {
  const [first] = await world.db.select().from(mailboxes)
  if (!first) throw new Error('no mailbox')
  const id = crypto.randomUUID()
  await world.db.insert(mailboxes).values({ ...first, id, name: 'sales', address: 'sales@gotrs.example' })
  return id
}

test('the bytes of a mail to two mailboxes stay while one of its rows still names them', async () => {
  const deliveries = [world.mailboxId, await secondMailbox()].map(mailboxId => ({ mailboxId, envelopeTo: [] }))
  const mail = { source: 'smtp' as const, envelopeFrom: 'omar@acme.example', maxBytes: 10_000 }
  await recordForMailboxes(world, { ...mail, deliveries, content: letter() })
  await world.settle()
  const [message] = await world.db.select().from(messages)
  if (!message) throw new Error('no message')
  const { ticketId: emptied, id: messageId } = message
  const version = await versionNow(world, emptied)
  const moved = await world.run(world.ana, uow => moveMessage(uow, { messageId, version, to: {} }))
  const [key] = (await rowsNow()).flatMap(it => it.blobKey ?? [])
  const file = join(world.blobsDir, key ?? '')

  await remove(emptied)
  const named = await world.db.select().from(inboundMails).where(eq(inboundMails.ticketId, moved.ticketId))
  expect(named).toMatchObject([{ blobKey: key }])
  expect(existsSync(file)).toBe(true)

  await remove(moved.ticketId)
  expect((await rowsNow()).map(it => it.blobKey)).toEqual([null, null])
  expect(existsSync(file)).toBe(false)
})
