import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { messagesOf, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { signReplyAddress } from '@gotrs/mail/reply-address'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replyToTicket } from '../../messages/reply.ts'
import { closeTicket } from '../../tickets/close.ts'
import { resolveTicket } from '../../tickets/resolve.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

async function openedBy(from = 'Omar Aziz <omar@acme.example>') {
  const row = await receive(world, letter({ from }))
  expect(row.outcome).toBe('created')
  return ticketOf(world, row.ticketId)
}
const signed = (ticket: { id: string; number: number }, recipient = 'omar@acme.example') =>
  signReplyAddress({
    recipient,
    mailboxAddress: 'support@gotrs.example',
    ticketId: ticket.id,
    ticketNumber: ticket.number,
    secret: world.vault.replyKey,
  })

describe('a mail to a mailbox', () => {
  test('becomes a ticket of its sender in the queue of the mailbox, with text, addresses and the rule', async () => {
    const row = await receive(world, letter({ messageId: '<first@acme.example>' }))
    const ticket = await ticketOf(world, row.ticketId)
    expect(row).toMatchObject({ state: 'done', outcome: 'created', rule: 'none', attempts: 1 })
    expect(ticket).toMatchObject({ title: 'VPN drops at noon', queueId: world.supportId, customerId: world.omar.id })
    const [message] = await messagesOf(world, ticket.id)
    expect(message).toMatchObject({
      text: 'It drops every day.',
      to: ['support@gotrs.example'],
      rfcMessageId: '<first@acme.example>',
      inboundMailId: row.id,
      senderVerdict: 'unknown',
    })
  })

  test('makes its sender known as a customer, and gives a mail without a subject a placeholder', async () => {
    const row = await receive(world, letter({ from: 'New Person <new@fresh.example>', subject: '' }))
    const ticket = await ticketOf(world, row.ticketId)
    expect(ticket.title).toBe('(no subject)')
    expect(ticket.customerId).not.toBe(world.omar.id)
  })

  test('is filed once, for any number of deliveries, by any mailbox of its queue', async () => {
    const mail = letter({ messageId: '<once@acme.example>' })
    const first = await receive(world, mail)
    const again = await receive(world, mail)
    expect(again.id).toBe(first.id)
    const help = await addMailbox(world, 'help', 'help@gotrs.example')
    const other = await receive(world, Buffer.concat([Buffer.from('Delivered-To: help@gotrs.example\r\n'), mail]), {
      mailboxId: help,
    })
    expect(other).toMatchObject({ outcome: 'duplicate', ticketId: first.ticketId })
    expect(await messagesOf(world, first.ticketId)).toHaveLength(1)
  })

  test('is kept beside another one with its Message-ID and other words', async () => {
    const first = await receive(world, letter({ messageId: '<same@acme.example>', text: 'One.' }))
    const second = await receive(world, letter({ messageId: '<same@acme.example>', text: 'Two.' }))
    expect(second.outcome).toBe('created')
    expect(second.ticketId).not.toBe(first.ticketId)
    expect(second.reason).toContain('under the same Message-ID')
  })

  test('that holds NUL and half a surrogate pair is stored', async () => {
    const row = await receive(
      world,
      letter({ subject: 'A\0B', text: 'nul \0 here', messageId: '<nul\0@acme.example>' }),
    )
    expect(row.outcome).toBe('created')
    expect(row.rfcMessageId).toBe('<nul@acme.example>')
  })

  test('without a usable sender is kept in quarantine', async () => {
    const row = await receive(world, letter({ from: 'nobody at all' }), { envelopeFrom: null })
    expect(row).toMatchObject({ state: 'quarantined', outcome: 'quarantined', ticketId: null })
    expect((await world.blobs.read(row.blobKey ?? '')).toString()).toContain('nobody at all')
  })
})

describe('an answer finds its ticket', () => {
  test('by the reply address that was made for its sender, from whichever of their addresses', async () => {
    const ticket = await openedBy()
    const address = signed(ticket)
    const row = await receive(world, letter({ to: address }), { envelopeTo: [address] })
    expect(row).toMatchObject({ outcome: 'appended', rule: 'reply_address', ticketId: ticket.id })
    await world.pool.query('insert into user_addresses (address, user_id, created_at) values ($1, $2, now())', [
      'omar@home.example',
      world.omar.id,
    ])
    const fromHome = letter({ from: 'omar@home.example', to: address })
    const other = await receive(world, fromHome, { envelopeTo: [address] })
    expect(other).toMatchObject({ outcome: 'appended', rule: 'reply_address', ticketId: ticket.id })
    expect((await messagesOf(world, ticket.id)).at(-1)).toMatchObject({ authorId: world.omar.id })
  })

  test('by In-Reply-To and by References, from one who takes part', async () => {
    const ticket = await openedBy()
    const [first] = await messagesOf(world, ticket.id)
    const direct = await receive(world, letter({ headers: [`In-Reply-To: ${first?.rfcMessageId}`] }))
    expect(direct).toMatchObject({ outcome: 'appended', rule: 'in_reply_to', ticketId: ticket.id })
    const referring = await receive(world, letter({ headers: [`References: <x@y.example>,${first?.rfcMessageId}`] }))
    expect(referring).toMatchObject({ outcome: 'appended', rule: 'references', ticketId: ticket.id })
  })

  test('by the number in the subject, from one who takes part', async () => {
    const ticket = await openedBy()
    const row = await receive(world, letter({ subject: `Re: [#${ticket.number}] VPN` }))
    expect(row).toMatchObject({ outcome: 'appended', rule: 'subject_number', ticketId: ticket.id })
  })

  test('reopens a resolved ticket, and makes a linked follow-up of a closed one', async () => {
    const ticket = await openedBy()
    const about = { ticketId: ticket.id, version: ticket.version }
    await world.run(world.ana, uow => resolveTicket(uow, about))
    await receive(world, letter({ subject: `[#${ticket.number}]` }))
    const reopened = await ticketOf(world, ticket.id)
    expect(reopened.status).toBe('open')
    await world.run(world.ana, uow => closeTicket(uow, { ticketId: ticket.id, version: reopened.version }))
    const row = await receive(world, letter({ subject: `[#${ticket.number}]` }))
    expect(row.outcome).toBe('created')
    expect(row.ticketId).not.toBe(ticket.id)
  })
})

describe('a stranger gets into no ticket', () => {
  test.each([
    ['a guessed number', (ticket: Seen) => letter({ from: 'x@evil.example', subject: `[#${ticket.number}]` })],
    [
      'a guessed token',
      (ticket: Seen) =>
        letter({ from: 'x@evil.example', to: `support+t${ticket.number}-aaaabbbbccccddddeeee@gotrs.example` }),
    ],
    [
      'a line that older mails carried',
      (ticket: Seen) => letter({ from: 'x@evil.example', text: `ref:t${ticket.number}-aaaabbbbccccddddeeee:gotrs` }),
    ],
    [
      'a display name',
      (ticket: Seen) => letter({ from: `"ref:t${ticket.number}-aaaabbbbccccddddeeee:gotrs" <x@evil.example>` }),
    ],
    [
      'two From addresses',
      (ticket: Seen) => letter({ from: 'omar@acme.example, x@evil.example', subject: `[#${ticket.number}]` }),
    ],
  ])('by %s: a new ticket, and nothing in the old one', async (_how, write) => {
    const ticket = await openedBy()
    const mail = write({ number: ticket.number })
    const to = /^To: (.*)$/m.exec(mail.toString())?.[1] ?? ''
    const row = await receive(world, mail, { envelopeTo: [to] })
    expect(row.outcome).toBe('created')
    expect(row.ticketId).not.toBe(ticket.id)
    expect(await messagesOf(world, ticket.id)).toHaveLength(1)
  })

  type Seen = { number: number }

  test('and what only hints at one is suggested to staff', async () => {
    const ticket = await openedBy()
    const row = await receive(world, letter({ from: 'x@evil.example', subject: `[#${ticket.number}]` }))
    const [message] = await messagesOf(world, row.ticketId)
    expect(message).toMatchObject({ suggestedTicketId: ticket.id })
  })

  test('nor by a number or a line of text where the sender is not certain to be the customer', async () => {
    const ticket = await openedBy()
    const marked = await receive(world, letter({ text: `ref:t${ticket.number}-aaaabbbbccccddddeeee:gotrs` }))
    expect(marked).toMatchObject({ outcome: 'created', rule: 'body_marker' })
    const relayed = letter({ subject: `[#${ticket.number}]` })
    const row = await receive(world, relayed, { envelopeFrom: 'bounce@relay.example' })
    expect(row).toMatchObject({ outcome: 'created', rule: 'subject_number' })
    const fetched = letter({ subject: `[#${ticket.number}]`, text: 'By IMAP, which knows no envelope.' })
    expect(await receive(world, fetched, { envelopeFrom: null })).toMatchObject({ outcome: 'created' })
  })
})

describe('automatic mail', () => {
  const away = ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All']

  test('an absence note is added to its ticket and reopens nothing', async () => {
    const ticket = await openedBy()
    await world.run(world.ana, uow => resolveTicket(uow, { ticketId: ticket.id, version: ticket.version }))
    const row = await receive(world, letter({ subject: `Automatic reply: [#${ticket.number}]`, headers: away }))
    expect(row).toMatchObject({ outcome: 'auto_reply', ticketId: ticket.id })
    expect((await ticketOf(world, ticket.id)).status).toBe('resolved')
    expect(await messagesOf(world, ticket.id)).toHaveLength(2)
  })

  test('an absence note without a ticket opens none', async () => {
    const row = await receive(world, letter({ subject: 'Automatic reply: hello', headers: away }))
    expect(row).toMatchObject({ state: 'done', outcome: 'auto_reply', ticketId: null })
  })

  test('an answer of ours that a list sends back ends as a loop', async () => {
    const ticket = await openedBy()
    await world.run(world.ana, uow => reply(uow, ticket, 'Try again.'))
    await world.settle()
    const [, answer] = await messagesOf(world, ticket.id)
    const row = await receive(world, letter({ from: 'list@acme.example', messageId: answer?.rfcMessageId ?? '' }))
    expect(row.outcome).toBe('loop')
  })
})

test('a person whose account is switched off is rejected, and the mail is kept', async () => {
  await world.pool.query(
    "insert into users (id, name, email, role, is_active, created_at) values (gen_random_uuid(), 'Gone', 'gone@acme.example', 'customer', false, now())",
  )
  const row = await receive(world, letter({ from: 'gone@acme.example' }))
  expect(row).toMatchObject({ state: 'done', outcome: 'rejected', ticketId: null })
})

function reply(uow: Parameters<typeof replyToTicket>[0], ticket: { id: string; version: number }, text: string) {
  return replyToTicket(uow, {
    ticketId: ticket.id,
    version: ticket.version,
    text,
    attachmentIds: [],
    thenResolve: false,
  })
}

async function addMailbox(to: World, name: string, address: string): Promise<string> {
  const { rows } = await to.pool.query(
    `insert into mailboxes (id, name, address, display_name, queue_id, created_at)
     values (gen_random_uuid(), $1, $2, $1, $3, now()) returning id`,
    [name, address, to.supportId],
  )
  return rows[0].id
}
