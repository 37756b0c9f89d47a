import { createWorld, day, minute, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { mayMailAboutAccount, mayMailAutomatically } from './caps.ts'
import { newMessageId, writeMail } from './write-mail.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

/** What a reaction does before it sends an automatic mail; true when it may send. */
const tell = (address: string) => write(address, 'notification')

type Purpose = 'acknowledgement' | 'notification' | 'password_reset' | 'account_exists' | 'verify_email'

const write = (address: string, purpose: Purpose) =>
  world.run(systemActor('mail'), async uow => {
    const isNews = purpose === 'notification' || purpose === 'acknowledgement'
    if (!(await (isNews ? mayMailAutomatically : mayMailAboutAccount)(uow, address))) return false
    const mailbox = { id: world.mailboxId, address: 'support@gotrs.example', displayName: 'Northwind' }
    await writeMail(uow, {
      purpose,
      dedupeKey: uow.newId(),
      mailbox,
      ticketId: null,
      aboutMessageId: null,
      messageId: newMessageId(uow, mailbox),
      from: { name: '', address: mailbox.address },
      reply: null,
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

test('ten in ten minutes, however the address is spelled', async () => {
  const told: boolean[] = []
  for (let index = 0; index < 1_000; index += 1) {
    told.push(await tell(`${'v.'.repeat(index % 7)}ictim+${index}@${index % 2 ? 'GMail' : 'googlemail'}.com`))
  }
  // Each number of letters is a mailbox of its own.
  expect(told.filter(Boolean)).toHaveLength(7 * 10)
})

test('sixty in a day, and others are not kept from theirs', async () => {
  expect(await told('slow@acme.example', 90, 2 * minute)).toBe(60)
  expect(await tell('other@acme.example')).toBe(true)
  world.pass(day)
  expect(await tell('slow@acme.example')).toBe(true)
})

test('mails about tickets and mails about passwords have separate limits', async () => {
  const address = 'busy@gotrs.example'
  expect(await told(address, 12, 1_000)).toBe(10)
  expect(await write(address, 'acknowledgement')).toBe(false)
  const asked: boolean[] = []
  for (let index = 0; index < 4; index += 1) {
    for (const purpose of ['password_reset', 'account_exists', 'verify_email'] as const) {
      asked.push(await write(address, purpose))
    }
  }
  expect(asked.filter(Boolean)).toHaveLength(10)
  world.pass(11 * minute)
  expect(await tell(address)).toBe(true)
  expect(await write('other-busy@gotrs.example', 'password_reset')).toBe(true)
})
