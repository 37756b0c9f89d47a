import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { messagesOf, seen, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { users } from '@gotrs/db/tables/people'
import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { resolverOf } from '@gotrs/mail/testing/authentication/zone'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptHeld } from '../../messages/accept-held.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ dns: resolverOf(keyZone('gotrs.example')) })
})
afterAll(() => world.remove())

const ours = 'support@gotrs.example'

async function customerOf(ticketId: string | null) {
  const { customerId } = await ticketOf(world, ticketId)
  const [customer] = await world.db.select().from(users).where(eq(users.id, customerId))
  return customer
}

/** How many mails the desk has written. */
async function mails() {
  await world.settle()
  return (await world.pool.query<{ n: number }>('select count(*)::int n from outbound_mails')).rows[0]?.n
}

const usual = 'from:to:cc:reply-to:subject'
const listed = `${usual}:x-original-from:x-original-sender:list-id`
const signed = async (mail: Letter, fields = usual) =>
  Buffer.from(await sign(letter(mail).toString(), { domain: 'gotrs.example', fields }))

describe('a mail whose sender is one of our addresses', () => {
  test.each<[string, Letter, string, string]>([
    [
      'a group that keeps the writer in X-Original-From',
      { from: `"'Gina Group' via Support" <${ours}>`, headers: ['X-Original-From: Gina <gina@group.example>'] },
      'gina@group.example',
      'Gina',
    ],
    [
      'a group that keeps the bare address',
      { from: `"'Greta Group' via Support" <${ours}>`, headers: ['X-Original-Sender: greta@group.example'] },
      'greta@group.example',
      'Greta Group',
    ],
    [
      'a contact form that names the visitor in Reply-To',
      { from: `Website <${ours}>`, headers: ['Reply-To: Vera <vera@visitor.example>'] },
      'vera@visitor.example',
      'Vera',
    ],
    [
      'a form that writes as an alias with a plus part, and puts us in Reply-To first',
      { from: 'support+web@gotrs.example', headers: [`Reply-To: ${ours}, vito@visitor.example`] },
      'vito@visitor.example',
      'vito',
    ],
  ])(
    'is a ticket of the writer by %s, whom nothing proves and nothing acknowledges',
    async (_by, mail, email, name) => {
      const before = await mails()
      const row = await receive(world, letter(mail), { envelopeFrom: ours })
      expect(row).toMatchObject({ outcome: 'created', senderVerdict: 'unknown' })
      expect(row.verdictReason).toContain(`That ${email} wrote it`)
      expect(await customerOf(row.ticketId)).toMatchObject({ email, name, role: 'customer' })
      expect(await mails()).toBe(before)
    },
  )

  test('says nothing of whom a form names, also where our server signed it', async () => {
    const mail = await signed({ from: ours, headers: ['Reply-To: omar@acme.example'] })
    const row = await receive(world, mail)
    expect(row).toMatchObject({ outcome: 'created', senderVerdict: 'unknown' })
    expect((await messagesOf(world, row.ticketId))[0]?.senderVerdict).toBe('unknown')
  })

  test.each([
    ['a printer', { from: `Printer <${ours}>` }],
    ['a monitor whose Reply-To is ours', { from: ours, headers: [`Reply-To: ${ours}`] }],
    ['a reply address of ours', { from: 'support+t1-aaaabbbbccccddddeeee@gotrs.example' }],
    ['a server with an unread Reply-To', { from: ours, headers: ['Reply-To: no-reply@shop.example'] }],
  ])('is a ticket of that address when it comes from %s, and is not acknowledged', async (_from, mail) => {
    const before = await mails()
    const row = await receive(world, letter(mail))
    expect(row.outcome).toBe('created')
    expect(await customerOf(row.ticketId)).toMatchObject({ email: ours })
    expect(await mails()).toBe(before)
  })

  test('comes once, by whichever mailbox', async () => {
    const mail = letter({ from: ours, headers: ['Reply-To: vera@visitor.example'], messageId: '<form-1@web.example>' })
    const first = await receive(world, mail)
    const again = await receive(world, Buffer.concat([Buffer.from('Received: by hop\r\n'), mail]))
    expect(again).toMatchObject({ outcome: 'duplicate', ticketId: first.ticketId })
  })
})

describe('in a conversation, a mail from one of our addresses', () => {
  async function opened() {
    world.pass(2 * day)
    const { ticketId, rfcMessageId } = await receive(world, letter())
    return { id: ticketId ?? '', answers: [`In-Reply-To: ${rfcMessageId}`] }
  }

  test('that names the customer in Reply-To is held: nobody gets in by a form', async () => {
    const { id, answers } = await opened()
    const row = await receive(world, letter({ from: ours, headers: ['Reply-To: omar@acme.example', ...answers] }))
    expect(row).toMatchObject({ outcome: 'held', ticketId: id })
    expect((await seen(world, world.omar, id)).messages.items).toHaveLength(1)
  })

  test('by a group of ours that our server verifies is the customer’s answer', async () => {
    const { id, answers } = await opened()
    const headers = ['X-Original-From: omar@acme.example', ...answers]
    const row = await receive(world, await signed({ from: ours, headers }, listed))
    expect(row).toMatchObject({ outcome: 'appended', ticketId: id })
  })

  test('by a list of ours that says so in a List-Id is the customer’s answer, to whomever it was written', async () => {
    const { id, answers } = await opened()
    const headers = ['X-Original-From: omar@acme.example', 'List-Id: <support.gotrs.example>', ...answers]
    const row = await receive(world, await signed({ from: ours, to: 'group@gotrs.example', headers }, listed))
    expect(row).toMatchObject({ outcome: 'appended', ticketId: id })
  })

  test.each<[string, string[], string, string]>([
    ['put a writer on top of it', ['X-Original-From: omar@acme.example'], 'evil@evil.example', usual],
    ['put a writer on top of one to the desk', ['X-Original-From: omar@acme.example'], ours, usual],
    [
      'put a list on top of it',
      ['List-Id: <x.example>', 'X-Original-From: omar@acme.example'],
      'e@evil.example',
      usual,
    ],
  ])('that our server signed is held where somebody who got it %s', async (_what, added, to, fields) => {
    const { id, answers } = await opened()
    const mail = await signed({ from: ours, to, text: 'A copy of your message.' }, fields)
    const replayed = Buffer.concat([Buffer.from([...added, ...answers, ''].join('\r\n')), mail])
    expect(await receive(world, replayed, { envelopeFrom: 'evil@evil.example' })).toMatchObject({
      outcome: 'held',
      ticketId: id,
    })
    expect((await seen(world, world.omar, id)).messages.items).toHaveLength(1)
  })

  test('whose writer our server signed is held where it was neither written to the desk nor sent by a list', async () => {
    const { id, answers } = await opened()
    const headers = ['X-Original-From: omar@acme.example', ...answers]
    const row = await receive(world, await signed({ from: ours, to: 'evil@evil.example', headers }, listed))
    expect(row).toMatchObject({ outcome: 'held', ticketId: id })
  })

  test('is what staff answered in another mail program, where our server signed it to the customer', async () => {
    const { id, answers } = await opened()
    const before = await mails()
    const to = 'omar@acme.example'
    const row = await receive(world, await signed({ from: `Support <${ours}>`, to, headers: answers, text: 'Done.' }))
    expect(row).toMatchObject({ outcome: 'appended', ticketId: id, rule: 'written_outside' })
    expect((await messagesOf(world, id)).at(-1)).toMatchObject({ isFromStaff: true, kind: 'public', text: 'Done.' })
    expect(await ticketOf(world, id)).toMatchObject({ status: 'open', waitingSince: null })
    expect((await seen(world, world.omar, id)).messages.items.at(-1)?.text).toBe('Done.')
    expect(await mails()).toBe(before)
  })

  test.each([
    ['nothing proves it', async (mail: Letter) => letter(mail), 'omar@acme.example'],
    ['it did not go to the customer', signed, 'somebody@else.example'],
  ])('is held where %s, and accepted it is by staff', async (_why, write, to) => {
    const { id, answers } = await opened()
    const row = await receive(world, await write({ from: ours, to, headers: answers, text: 'It is free.' }))
    expect(row).toMatchObject({ outcome: 'held', ticketId: id })
    expect((await seen(world, world.omar, id)).messages.items).toHaveLength(1)
    const before = await mails()
    const [, held] = await messagesOf(world, id)
    await world.run(world.ana, uow => acceptHeld(uow, { messageId: held?.id ?? '' }))
    expect((await messagesOf(world, id)).at(-1)).toMatchObject({ kind: 'public', isFromStaff: true })
    expect((await seen(world, world.ana, id)).participants).toEqual([])
    expect(await mails()).toBe(before)
  })
})
