import { allKinds } from '@gotrs/core/testing/all-kinds'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { ask, seen } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addNote } from '../messages/add-note.ts'
import { listTickets } from '../tickets/list.ts'
import { listNotices } from './list-notices.ts'

let world: World
let ticketId: string
beforeEach(async () => {
  world = await createWorld()
  ticketId = (await ask(world, world.omar, { title: 'Printer' })).ticketId
  await world.db.update(tickets).set({ queueId: world.billingId }).where(eq(tickets.id, ticketId))
})
afterEach(() => world.remove())

const mention = (...mentionedIds: string[]) =>
  world.run(world.ana, uow => addNote(uow, { ticketId, text: '@Ben Agent, please.', attachmentIds: [], mentionedIds }))
const noticesOfBen = () => world.read(world.ben, reader => listNotices(reader, { limit: 50 }))

it('gives the colleague one notice, makes them follow, and marks the message', async () => {
  const { messageId } = await mention(world.ben.id, world.ben.id)
  const { items, unreadCount } = await noticesOfBen()
  expect(items).toMatchObject([{ kind: 'mentioned', messageId, actorName: 'Ana Agent', title: 'Printer' }])
  expect(unreadCount).toBe(1)
  const shown = await seen(world, world.admin, ticketId)
  expect(shown.staff?.followers).toEqual([{ id: world.ben.id, name: 'Ben Agent' }])
  expect(shown.messages.items.at(-1)?.staff?.mentions).toEqual([{ id: world.ben.id, name: 'Ben Agent' }])
  const asBen = { db: world.db, actor: world.ben, now: world.now() }
  expect((await listTickets(asBen, { q: 'mentions:me' })).items.map(({ id }) => id)).toEqual([ticketId])
})

it('is mailed by default, and as one mail also to who wants a mail of every note', async () => {
  await world.db.update(users).set({ mailedKinds: allKinds }).where(eq(users.id, world.ana.id))
  await mention(world.ben.id)
  await world.settle()
  const mails = () => writtenMails(world, 'notification')
  expect((await mails()).map(it => it.recipients.map(({ address }) => address))).toEqual([['ben@gotrs.example']])
  expect((await mails())[0]?.parsed.text).toContain('Ana Agent mentioned you in a note:\n\n@Ben Agent, please.')
  await world.db.update(users).set({ mailedKinds: allKinds }).where(eq(users.id, world.ben.id))
  await mention(world.ben.id)
  await world.settle()
  expect(await mails()).toHaveLength(2)
})

it('of oneself is no news', async () => {
  await mention(world.ana.id)
  expect((await world.read(world.ana, reader => listNotices(reader, { limit: 50 }))).items).toEqual([])
})

it('rejects who may not read the ticket, names them, and writes no note', async () => {
  await world.db.update(tickets).set({ queueId: world.supportId }).where(eq(tickets.id, ticketId))
  await expect(mention(world.admin.id, world.ben.id, world.lena.id)).rejects.toMatchObject({
    code: 'invalid_input',
    params: { issues: [{ path: 'mentionedIds', message: expect.stringContaining('Ben Agent, Lena Öst') }] },
  })
  expect((await seen(world, world.admin, ticketId)).messages.items).toHaveLength(1)
  expect((await noticesOfBen()).items).toEqual([])
})

it('is nothing that the customer sees', async () => {
  await mention(world.ben.id)
  expect(JSON.stringify(await seen(world, world.omar, ticketId))).not.toMatch(/ben agent|mention/i)
})
