import { holdMail } from '@gotrs/core/testing/held'
import { ask, messagesOf, seen } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { markTicketRead } from '../tickets/mark-read.ts'
import { acceptHeld } from './accept-held.ts'
import { rejectHeld } from './reject-held.ts'
import { splitHeld } from './split-held.ts'

let world: World
let ticketId: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  ticketId = (await ask(world, world.omar)).ticketId
})

const staffOf = async () => (await seen(world, world.ana, ticketId)).staff
const held = async () => (await messagesOf(world, ticketId)).filter(message => message.kind === 'held')
const readAll = async () => {
  const { messages } = await seen(world, world.ana, ticketId)
  const seenAt = messages.items.at(-1)?.createdAt ?? ''
  await world.run(world.ana, uow => markTicketRead(uow, { ticketId, seenAt }))
}

it('makes the ticket unread until somebody has looked at the held mail', async () => {
  await readAll()
  expect(await staffOf()).toMatchObject({ isUnread: false, heldCount: 0 })
  await holdMail(world, ticketId, world.lena)
  expect(await staffOf()).toMatchObject({ isUnread: true, heldCount: 1 })
  await readAll()
  expect(await staffOf()).toMatchObject({ isUnread: false, heldCount: 1 })
})

it('makes nothing unread for an automatic answer', async () => {
  await readAll()
  await holdMail(world, ticketId, world.lena, true)
  expect(await staffOf()).toMatchObject({ isUnread: false, heldCount: 0 })
})

const endings: [string, (uow: UnitOfWork, input: { messageId: string }) => Promise<unknown>][] = [
  ['rejected', rejectHeld],
  ['split off', splitHeld],
]
it.each(endings)('is no news any more once it is %s', async (_, decide) => {
  await readAll()
  await holdMail(world, ticketId, world.lena)
  const [mail] = await held()
  await world.run<unknown>(world.admin, uow => decide(uow, { messageId: mail?.id ?? '' }))
  expect(await staffOf()).toMatchObject({ isUnread: false, heldCount: 0 })
})

it('stays news of the customer once it is accepted, and leaves the other held mail where it was', async () => {
  await holdMail(world, ticketId, world.nora)
  await readAll()
  await holdMail(world, ticketId, world.lena)
  const [, mail] = await held()
  await world.run(world.admin, uow => acceptHeld(uow, { messageId: mail?.id ?? '' }))
  expect(await staffOf()).toMatchObject({ isUnread: true, heldCount: 1 })
  await readAll()
  expect(await staffOf()).toMatchObject({ isUnread: false, heldCount: 1 })
})
