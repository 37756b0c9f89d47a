import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { seen } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { readReplyAddress, verifyReplyToken } from '@gotrs/mail/reply-address'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertMessage, typedMessage } from '../conversation/new-message.ts'
import { systemActor } from '../kernel/actor.ts'
import type { StoredEvent } from '../kernel/events.ts'
import { addNote } from '../messages/add-note.ts'
import { replyToTicket } from '../messages/reply.ts'
import { writeReplyMail } from './reply-mail.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

async function ticketByMail(mail = letter()) {
  const row = await receive(world, mail)
  const [ticket] = await world.db
    .select()
    .from(tickets)
    .where(eq(tickets.id, row.ticketId ?? ''))
  if (!ticket) throw new Error('no ticket')
  return ticket
}

type Fields = Partial<Parameters<typeof replyToTicket>[1]>

async function answer(ticketId: string, fields: Fields = {}) {
  const [ticket] = await world.db.select().from(tickets).where(eq(tickets.id, ticketId))
  const input = { text: 'Please restart it.', attachmentIds: [], thenResolve: false, ...fields }
  await world.run(world.ana, uow => replyToTicket(uow, { ticketId, version: ticket?.version, ...input }))
  await world.settle()
  const mail = (await writtenMails(world, 'reply')).at(-1)
  if (!mail) throw new Error('no mail was written')
  return mail
}

test('an answer is sent as one mail that is in the thread and can be answered', async () => {
  const ticket = await ticketByMail(letter({ messageId: '<question@acme.example>' }))
  const mail = await answer(ticket.id)
  expect(mail.parsed).toMatchObject({
    from: { name: 'Ana Agent from Northwind Support', address: 'support@gotrs.example' },
    to: [{ address: 'omar@acme.example' }],
    subject: 'Re: VPN drops at noon',
    inReplyTo: '<question@acme.example>',
    references: ['<question@acme.example>'],
    autoSubmitted: 'no',
  })
  const token = readReplyAddress(mail.parsed.replyTo?.address ?? '')
  expect(
    token &&
      verifyReplyToken({
        ...{ ...token, ticketId: ticket.id, recipient: 'omar@acme.example' },
        secrets: world.vault.replyKeys,
      }),
    'the reply address is signed for ticket and recipient',
  ).toBe(true)
  const text = mail.parsed.text
  expect(text.indexOf('Please restart it.')).toBe(0)
  expect(text).toContain(`http://desk.test/requests/${ticket.number}`)
  expect(text).toMatch(/^> It drops every day\.$/m)
  expect(mail.parsed.html).toContain('Please restart it.')
})

test('the second answer refers to all that was said', async () => {
  const ticket = await ticketByMail(letter({ messageId: '<a@acme.example>' }))
  const first = await answer(ticket.id)
  await receive(world, letter({ messageId: '<b@acme.example>', headers: [`In-Reply-To: ${first.rfcMessageId}`] }))
  const second = await answer(ticket.id)
  expect(second.parsed.inReplyTo).toBe('<b@acme.example>')
  expect(second.parsed.references).toEqual(['<a@acme.example>', first.rfcMessageId, '<b@acme.example>'])
})

test('the reaction writes one mail, however often it runs', async () => {
  const ticket = await ticketByMail()
  const mail = await answer(ticket.id)
  const { rows } = await world.pool.query(
    "select id from events where type = 'message.sent' and payload->>'messageId' = $1",
    [mail.messageId],
  )
  const event = { id: rows[0].id, type: 'message.sent', payload: { messageId: mail.messageId, channel: 'web' } }
  await world.run(systemActor('desk'), uow =>
    writeReplyMail.after(uow, event as unknown as StoredEvent<'message.sent'>),
  )
  const again = await world.db
    .select()
    .from(outboundMails)
    .where(eq(outboundMails.messageId, mail.messageId ?? ''))
  expect(again).toHaveLength(1)
})

test('people in copy of the ticket get it too, unless the agent names the readers; we are never among them', async () => {
  const ticket = await ticketByMail()
  await world.db.insert(ticketParticipants).values({ ticketId: ticket.id, userId: world.nora.id })
  const readers = (mail: Awaited<ReturnType<typeof answer>>) => mail.recipients.map(it => [it.kind, it.address])
  expect(readers(await answer(ticket.id))).toEqual([
    ['to', 'omar@acme.example'],
    ['cc', 'nora@acme.example'],
  ])
  const named = await answer(ticket.id, {
    to: ['omar@acme.example'],
    cc: ['boss@acme.example', 'support@gotrs.example'],
    bcc: ['hidden@acme.example'],
  })
  expect(readers(named)).toEqual([
    ['to', 'omar@acme.example'],
    ['cc', 'boss@acme.example'],
    ['bcc', 'hidden@acme.example'],
  ])
  expect(named.raw).not.toContain('hidden@')
})

test('a mail that others than the customer get has no link to the portal, which would not open for them', async () => {
  const ticket = await ticketByMail()
  const link = `/requests/${ticket.number}`
  expect((await answer(ticket.id)).raw).toContain(link)
  const copied = await answer(ticket.id, { to: ['omar@acme.example'], cc: ['boss@acme.example'] })
  expect(copied.parsed.text).toContain('Reply to this mail.')
  expect(copied.parsed.html).toContain('Reply to this mail.</p>')
  const hidden = await answer(ticket.id, { to: ['OMAR@acme.example'], bcc: ['boss@acme.example'] })
  expect(copied.raw + hidden.raw).not.toContain(link)
  expect((await answer(ticket.id, { to: ['OMAR@acme.example'] })).raw).toContain(link)
})

test('no history is quoted to somebody who has no part in the ticket', async () => {
  const ticket = await ticketByMail()
  const mail = await answer(ticket.id, { cc: ['outside@else.example'] })
  expect(mail.raw).not.toContain('It drops every day')
})

test('a note is quoted to nobody and leaves as no mail', async () => {
  const ticket = await ticketByMail()
  const before = (await writtenMails(world)).length
  await world.run(world.ana, uow => addNote(uow, { ticketId: ticket.id, text: 'zebrafish', attachmentIds: [] }))
  await world.settle()
  expect(await writtenMails(world)).toHaveLength(before)
  const mail = await answer(ticket.id)
  expect(mail.raw).not.toContain('zebrafish')
  expect(mail.parsed.references).toHaveLength(1)
})

test('line breaks in a subject or a name make no header and no recipient', async () => {
  const evil = '=?utf-8?q?Hello=0D=0ABcc:_x=40evil.example?='
  const ticket = await ticketByMail(letter({ subject: evil, from: `${evil} <lena@other.example>` }))
  await world.pool.query("update users set name = E'Ana\\r\\nBcc: x@evil.example' where id = $1", [world.ana.id])
  const mail = await answer(ticket.id)
  await world.pool.query("update users set name = 'Ana Agent' where id = $1", [world.ana.id])
  expect(mail.header).not.toMatch(/^bcc:/im)
  expect(mail.recipients.map(it => it.address)).toEqual(['lena@other.example'])
  const [message] = await world.db
    .select()
    .from(messages)
    .where(eq(messages.id, mail.messageId ?? ''))
  expect(message?.rfcMessageId).toBe(mail.rfcMessageId)
})

describe('an answer that cannot leave', () => {
  const refusal = (ticketId: string, fields: Fields = {}) => answer(ticketId, fields).catch(error => error.code)
  const switchMailboxes = (on: boolean) => world.db.update(mailboxes).set({ isActive: on })
  const writtenByHand = async (ticketId: string, to: string[]) => {
    const message = typedMessage({ kind: 'public', channel: 'web', text: 'Yes.', html: null, to })
    await world.run(systemActor('setup'), async uow => {
      const messageId = await insertMessage(uow, { ticketId, authorId: world.ana.id, isFromStaff: true }, message)
      uow.emit('message.sent', { messageId, channel: 'web' }, { ticketId, ticketVersion: 1 })
    })
    await world.settle()
    const view = await seen(world, world.ana, ticketId)
    return { delivery: view.messages.items.at(-1)?.staff?.delivery, events: view.events.map(it => it.type) }
  }

  test('is rejected when no mailbox is active, or all its recipients are addresses of the desk', async () => {
    const ticket = await ticketByMail()
    expect(await refusal(ticket.id, { to: ['support@gotrs.example', 'Support+x@gotrs.example'] })).toBe('no_recipient')
    await switchMailboxes(false)
    expect(await refusal(ticket.id)).toBe('mailbox_unusable')
    await switchMailboxes(true)
  })

  test('is recorded as failed, with the reason, when it was accepted nevertheless', async () => {
    const ticket = await ticketByMail()
    expect(await writtenByHand(ticket.id, ['support@gotrs.example'])).toMatchObject({
      delivery: { status: 'failed', recipients: [{ address: 'support@gotrs.example', status: 'failed' }] },
      events: expect.arrayContaining(['mail.failed']),
    })
    await switchMailboxes(false)
    const { delivery } = await writtenByHand(ticket.id, ['omar@acme.example'])
    await switchMailboxes(true)
    expect(delivery).toMatchObject({
      status: 'failed',
      recipients: [{ address: 'omar@acme.example', response: expect.stringContaining('No mailbox') }],
    })
  })
})
