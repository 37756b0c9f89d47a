import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { answer } from '@gotrs/core/testing/outbound/answer'
import { messagesOf, seen, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, day, hour, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { conversationColumns } from '../conversation/columns.ts'
import { systemActor } from '../kernel/actor.ts'
import { markTicketRead } from '../tickets/mark-read.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  world.pass(3 * day)
})
afterAll(() => world.remove())

let count = 0
/** A mail that says it was written at that hour of 4 November, of the conversation that `<root…>` begins. */
function written(at: string, text: string, headers: string[] = []) {
  count += 1
  const date = new Date(`2026-11-04T${at}:00Z`)
  return letter({ messageId: `<late-${count}@acme.example>`, text, headers, date })
}
const about = (root: string) => [`References: <${root}@elsewhere.example>`]

test('mails stand in the order in which they were written, and the list shows the last of them', async () => {
  const row = await receive(world, written('11:00', 'Two.', about('root-1')))
  await receive(world, written('10:00', 'One.', about('root-1')))
  expect(await ticketOf(world, row.ticketId)).toMatchObject({ lastMessagePreview: 'Two.' })
  await receive(world, written('12:00', 'Three.', about('root-1')))
  expect((await messagesOf(world, row.ticketId)).map(it => it.text)).toEqual(['One.', 'Two.', 'Three.'])
  const ticket = await ticketOf(world, row.ticketId)
  expect(ticket).toMatchObject({ lastMessagePreview: 'Three.', lastMessageAt: new Date('2026-11-04T12:00:00Z') })
  const shown = await seen(world, world.ana, ticket.id)
  expect(shown.messages.items.map(it => it.text)).toEqual(['One.', 'Two.', 'Three.'])
})

test('a mail above our answer that arrived after it is unread, and its writer waits', async () => {
  const { ticketId } = await receive(world, written('08:00', 'Help.', about('root-2')))
  const id = ticketId ?? ''
  await answer(world, id)
  const before = await seen(world, world.ana, id)
  await world.run(world.ana, uow => markTicketRead(uow, { ticketId: id, seenAt: before.updatedAt }))
  expect((await seen(world, world.ana, id)).staff).toMatchObject({ isUnread: false, waitingSince: null })
  world.pass(hour)
  const cameAt = world.now()
  await receive(world, written('08:30', 'Also this.', about('root-2')))
  const after = await seen(world, world.ana, id)
  expect(after.messages.items.map(it => it.text)).toEqual(['Help.', 'Also this.', 'Please restart it.'])
  expect(after.lastMessage?.preview).toBe('Please restart it.')
  expect(after.staff?.isUnread).toBe(true)
  expect(Date.parse(after.staff?.waitingSince ?? '')).toBeGreaterThan(cameAt.getTime())
  // The same when it is read again, as when a message is moved.
  const { waitingSince, lastCustomerMessageAt } = await ticketOf(world, id)
  const again = await world.run(systemActor('mail'), uow => conversationColumns(uow, { id, status: 'open' }))
  expect(again).toMatchObject({ waitingSince, lastCustomerMessageAt })
  // What the app sends when it shows this: the ticket counts as read from then on.
  await world.run(world.ana, uow => markTicketRead(uow, { ticketId: id, seenAt: after.updatedAt }))
  expect((await seen(world, world.ana, id)).staff?.isUnread).toBe(false)
})

test('an answer by mail comes below our answer that it names, although its clock is slow', async () => {
  const { ticketId } = await receive(world, written('08:00', 'Help.'))
  const messageId = await answer(world, ticketId ?? '')
  const ours = (await messagesOf(world, ticketId)).find(it => it.id === messageId)?.rfcMessageId
  await receive(world, written('07:00', 'Thanks.', [`In-Reply-To: ${ours}`]))
  expect((await messagesOf(world, ticketId)).map(it => it.text)).toEqual(['Help.', 'Please restart it.', 'Thanks.'])
})

test('a late mail to a long conversation is where the ticket shows it, so that nobody marks it as read unseen', async () => {
  const { ticketId } = await receive(world, written('08:00', 'Help.', about('root-3')))
  const id = ticketId ?? ''
  for (let count = 0; count < 60; count += 1) await answer(world, id)
  const before = await messagesOf(world, id)
  await receive(world, written('07:00', 'Unseen?', about('root-3')))
  const { messages } = await seen(world, world.ana, id)
  expect(messages.items.map(it => it.text)).toContain('Unseen?')
  // As far up as that allows, and the others as they were.
  expect(messages.items.at(-1)?.text).toBe('Please restart it.')
  expect((await messagesOf(world, id)).filter(it => it.text !== 'Unseen?')).toEqual(before)
})
