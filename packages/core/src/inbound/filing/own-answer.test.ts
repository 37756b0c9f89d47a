import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { messagesOf, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, day, minute, type World } from '@gotrs/core/testing/world'
import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { resolverOf } from '@gotrs/mail/testing/authentication/zone'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conversationColumns } from '../../conversation/columns.ts'
import { systemActor } from '../../kernel/actor.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ dns: resolverOf(keyZone('gotrs.example')) })
})
afterAll(() => world.remove())

/** What staff wrote to the customer as our address in another mail program, about that mail. */
async function copy(about: string, more: { date?: Date } = {}): Promise<Buffer> {
  const headers = [`In-Reply-To: ${about}`]
  const to = 'omar@acme.example'
  const mail = letter({ from: 'Support <support@gotrs.example>', to, headers, text: 'Done.', ...more })
  return Buffer.from(await sign(mail.toString(), { domain: 'gotrs.example', fields: 'from:to:subject' }))
}

/** The state of a ticket, which must be the same when it is computed again from its messages. */
async function standing(id: string | null) {
  const ticket = await ticketOf(world, id)
  const again = await world.run(systemActor('mail'), uow => conversationColumns(uow, ticket))
  expect(ticket).toMatchObject(again)
  return ticket
}

async function asked() {
  world.pass(day)
  const at = world.now()
  const { ticketId, rfcMessageId } = await receive(world, letter({ date: at, text: 'Help.' }))
  const later = (minutes: number) => new Date(at.getTime() + minutes * minute)
  const until = (minutes: number) => world.pass(later(minutes).getTime() - world.now().getTime())
  return { ticketId, rfcMessageId, later, until }
}

describe('an answer that staff wrote in another mail program', () => {
  test('and that is old mail does not change the state of the ticket', async () => {
    const { ticketId, rfcMessageId } = await asked()
    const before = await standing(ticketId)
    const arrivedAt = new Date('2024-05-06T07:08:09Z')
    await world.pool.query("update mailboxes set older_mail = 'closed', takes_mail_from = '2025-01-01'")
    const row = await receive(world, await copy(rfcMessageId), { arrivedAt, older: 'closed' })
    expect(row).toMatchObject({ outcome: 'appended', ticketId, rule: 'written_outside' })
    const { status, waitingSince, updatedAt } = before
    expect(await standing(ticketId)).toMatchObject({ status, waitingSince, updatedAt })
  })

  test('comes below the mail that it answers, with any clock of its writer', async () => {
    const { ticketId, rfcMessageId, later, until } = await asked()
    until(5)
    await receive(world, await copy(rfcMessageId, { date: later(-30) }))
    expect((await messagesOf(world, ticketId)).map(it => it.text)).toEqual(['Help.', 'Done.'])
    expect(await standing(ticketId)).toMatchObject({ status: 'open', waitingSince: null, lastMessagePreview: 'Done.' })
  })

  test('and that comes late leaves the customer waiting who wrote again after it', async () => {
    const { ticketId, rfcMessageId, later, until } = await asked()
    until(10)
    const headers = [`In-Reply-To: ${rfcMessageId}`]
    await receive(world, letter({ date: later(5), text: 'And this?', headers }))
    const wroteAgain = (await standing(ticketId)).lastCustomerMessageAt
    until(15)
    await receive(world, await copy(rfcMessageId, { date: later(2) }))
    expect((await messagesOf(world, ticketId)).map(it => it.text)).toEqual(['Help.', 'Done.', 'And this?'])
    expect(await standing(ticketId)).toMatchObject({ waitingSince: wroteAgain, lastMessagePreview: 'And this?' })
  })

  test('answers what was filed after it was written, where that was written before', async () => {
    const { ticketId, rfcMessageId, later, until } = await asked()
    until(60)
    await receive(world, letter({ date: later(5), text: 'Hello?', headers: [`In-Reply-To: ${rfcMessageId}`] }))
    await receive(world, await copy(rfcMessageId, { date: later(10) }))
    expect(await standing(ticketId)).toMatchObject({ status: 'open', waitingSince: null, lastMessagePreview: 'Done.' })
  })
})
