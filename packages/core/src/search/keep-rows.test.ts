import { holdMail } from '@gotrs/core/testing/held'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { messages } from '@gotrs/db/tables/messages'
import { userAddresses } from '@gotrs/db/tables/people'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { settings } from '@gotrs/db/tables/settings'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type UserActor } from '../kernel/actor.ts'
import { addNote } from '../messages/add-note.ts'
import { moveMessage } from '../messages/move.ts'
import { rejectHeld } from '../messages/reject-held.ts'
import { updateUser } from '../people/update-user.ts'
import { deleteTicket } from '../tickets/delete.ts'
import { listTickets } from '../tickets/list.ts'
import { addParticipant, removeParticipant } from '../tickets/participants.ts'
import { renameTicket } from '../tickets/rename.ts'
import { tagTicket } from '../tickets/tag.ts'
import { backfillSearchRows } from './backfill.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const finds = async (q: string, actor: UserActor = world.ana) => {
  const { items } = await world.read(actor, reader => listTickets(reader, { q }))
  return items.map(({ id }) => id)
}

async function messageOf(ticketId: string, kind: 'public' | 'held'): Promise<string> {
  const [message] = await world.db
    .select()
    .from(messages)
    .where(and(eq(messages.ticketId, ticketId), eq(messages.kind, kind)))
  if (!message) throw new Error(`The ticket has no ${kind} message.`)
  return message.id
}

test('finds a ticket by what is changed in it, in the same transaction, and no longer by what it was', async () => {
  const { ticketId } = await ask(world, world.omar, { title: 'Oldsubject', message: 'firstwords' })
  expect(await finds('oldsubject firstwords')).toEqual([ticketId])
  const version = await versionNow(world, ticketId)
  await world.run(world.ana, uow => renameTicket(uow, { ticketId, version, title: 'Newsubject' }))
  expect(await finds('oldsubject')).toEqual([])
  expect(await finds('newsubject')).toEqual([ticketId])
  await world.run(world.ana, async uow => tagTicket(uow, { ticketId, version: version + 1, tag: 'zebra' }))
  expect(await finds('zebra')).toEqual([ticketId])
})

test('no row of a note, of held mail, of a tag, of who is in copy or of a further address serves a customer', async () => {
  const { ticketId } = await ask(world, world.omar, { title: 'Secrets' })
  await world.run(world.ana, uow => addNote(uow, { ticketId, text: 'canarynote', attachmentIds: [] }))
  await holdMail(world, ticketId, world.lena)
  const version = await versionNow(world, ticketId)
  await world.run(world.ana, uow => tagTicket(uow, { ticketId, version, tag: 'canarytag' }))
  await world.run(world.ana, uow => addParticipant(uow, { ticketId, email: 'canarycopy@acme.example' }))
  await world.db
    .insert(userAddresses)
    .values({ address: 'canaryalias@private.example', userId: world.omar.id, createdAt: world.now() })
  await world.run(world.ana, async uow =>
    renameTicket(uow, { ticketId, version: await versionNow(world, ticketId), title: 'Secrets kept' }),
  )
  await world.run(world.ana, uow => addParticipant(uow, { ticketId, email: 'other@acme.example' }))
  for (const word of ['canarynote', '"let me in"', 'canarytag', 'canarycopy', 'canaryalias']) {
    expect(await finds(word), word).toEqual([ticketId])
    for (const customer of [world.omar, world.nora, world.lena]) expect(await finds(word, customer), word).toEqual([])
  }
  expect(await finds('secrets', world.omar)).toEqual([ticketId])
})

test('a message is found where it is: moved, rejected, deleted', async () => {
  const from = await ask(world, world.omar, { title: 'Source', message: 'travelling words' })
  const to = await ask(world, world.nora, { title: 'Target' })
  const messageId = await messageOf(from.ticketId, 'public')
  const [row] = await world.db.select().from(searchRows).where(eq(searchRows.messageId, messageId))
  const version = await versionNow(world, from.ticketId)
  await world.run(world.admin, uow => moveMessage(uow, { messageId, version, to: { ticketId: to.ticketId } }))
  expect(await finds('travelling')).toEqual([to.ticketId])
  const [moved] = await world.db.select().from(searchRows).where(eq(searchRows.messageId, messageId))
  expect(moved?.n, 'it keeps its place').toBe(row?.n)
  await holdMail(world, to.ticketId, world.lena)
  expect(await finds('"let me in"')).toContain(to.ticketId)
  const held = await messageOf(to.ticketId, 'held')
  await world.run(world.ana, uow => rejectHeld(uow, { messageId: held }))
  expect(await finds('"let me in"')).not.toContain(to.ticketId)
  await world.run(world.admin, uow => deleteTicket(uow, { ticketId: to.ticketId, reason: 'asked' }))
  expect(await finds('travelling')).toEqual([])
})

test('a person who is renamed is found by the new name, where they ask and where they are in copy', async () => {
  const own = await ask(world, world.lena, { title: 'Own' })
  const copied = await ask(world, world.omar, { title: 'Copied' })
  await world.run(world.ana, uow => addParticipant(uow, { ticketId: copied.ticketId, email: world.lena.email }))
  await world.run(world.admin, uow => updateUser(uow, { userId: world.lena.id, name: 'Wilhelmina Quill' }, world))
  await world.settle()
  expect((await finds('wilhelmina')).toSorted()).toEqual(
    expect.arrayContaining([own.ticketId, copied.ticketId].toSorted()),
  )
  await world.run(world.ana, uow => removeParticipant(uow, { ticketId: copied.ticketId, userId: world.lena.id }))
  expect(await finds('wilhelmina')).not.toContain(copied.ticketId)
})

test.each([
  ['a letter outside the first plane, many times', `a${'\u{13000}'.repeat(40)}`],
  ['a name of broken characters', 'broken \ud83d name'],
  ['half a megabyte without a space', 'あ'.repeat(160_000)],
  ['more marks than letters', `a${'\u0300\u0323'.repeat(100_000)}`],
])('takes %s', async (_, message) => {
  await expect(ask(world, world.omar, { message: message.toWellFormed() })).resolves.toBeDefined()
})

test('makes all rows again where they are missing, and then stops', async () => {
  const { ticketId } = await ask(world, world.omar, { title: 'Forgotten', message: 'unindexed words' })
  await world.db.delete(searchRows)
  expect(await finds('unindexed')).toEqual([])
  await world.db.insert(settings).values({ key: 'searchBackfill', value: {} })
  const batch = () => world.run(systemActor('clock'), uow => backfillSearchRows.batch(uow))
  for (let at = 0; at < 50 && (await batch()) > 0; at += 1);
  expect(await finds('unindexed forgotten')).toEqual([ticketId])
  expect(await batch()).toBe(0)
})
