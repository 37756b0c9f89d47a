import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { createWorld, day, minute, type World } from '../testing/world.ts'
import { mayMailAutomatically } from './caps.ts'
import { newMessageId, writeMail } from './write-mail.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

/** What a reaction does that has something to tell; true where it was let. */
const tell = (address: string) =>
  world.run(systemActor('mail'), async uow => {
    if (!(await mayMailAutomatically(uow, address))) return false
    const mailbox = { id: world.mailboxId, address: 'support@gotrs.example', displayName: 'Northwind' }
    await writeMail(uow, {
      purpose: 'notification',
      dedupeKey: uow.newId(),
      mailbox,
      ticketId: null,
      aboutMessageId: null,
      messageId: newMessageId(uow, mailbox),
      from: { name: '', address: mailbox.address },
      replyTo: null,
      to: [{ name: '', address }],
      subject: 'News',
      text: 'News.',
      inReplyTo: null,
      references: [],
      envelopeFrom: '',
      attachments: [],
      date: uow.now,
    })
    return true
  })

const told = async (address: string, times: number, everyMs: number) => {
  let count = 0
  for (let index = 0; index < times; index += 1) {
    if (await tell(address)) count += 1
    world.pass(everyMs)
  }
  return count
}

test('ten in ten minutes, also of many at once', async () => {
  const atOnce = await Promise.all(Array.from({ length: 16 }, () => tell('burst@acme.example')))
  expect(atOnce.filter(Boolean)).toHaveLength(10)
  expect(await tell('BURST@acme.example')).toBe(false)
  world.pass(11 * minute)
  expect(await tell('burst@acme.example')).toBe(true)
})

test('sixty in a day, and others are not kept from theirs', async () => {
  expect(await told('slow@acme.example', 90, 2 * minute)).toBe(60)
  expect(await tell('other@acme.example')).toBe(true)
  world.pass(day)
  expect(await tell('slow@acme.example')).toBe(true)
})
