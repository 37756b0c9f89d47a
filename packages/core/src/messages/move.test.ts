import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask, messagesOf, seen, ticketOf, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, minute, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import { signAgentAddress } from '@gotrs/mail/reply-address'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { resolveTicket } from '../tickets/resolve.ts'
import { addNote } from './add-note.ts'
import { moveMessage } from './move.ts'
import { moveMessageBack } from './move-back.ts'
import { replyToTicket } from './reply.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const mailFrom = async (from: string, more: Parameters<typeof letter>[0] = {}) => {
  world.pass(minute)
  const row = await receive(world, letter({ from, ...more }))
  const message = (await messagesOf(world, row.ticketId)).find(it => it.inboundMailId === row.id)
  if (!message || !row.ticketId) throw new Error(`no message: ${row.outcome} ${row.reason}`)
  return { row, message, ticketId: row.ticketId }
}
/** Who was written to, for what, about a ticket. */
const writtenTo = async (purpose: 'reply' | 'acknowledgement', ticketId?: string) =>
  (
    await world.db
      .select({ address: outboundRecipients.address })
      .from(outboundMails)
      .innerJoin(outboundRecipients, eq(outboundRecipients.mailId, outboundMails.id))
      .where(and(eq(outboundMails.purpose, purpose), ticketId ? eq(outboundMails.ticketId, ticketId) : undefined))
  ).map(it => it.address)
type To = Parameters<typeof moveMessage>[1]['to']
const move = async (messageId: string, to: To, actor: UserActor = world.ana) => {
  const [message] = await world.db.select().from(messages).where(eq(messages.id, messageId))
  const version = await versionNow(world, message?.ticketId ?? '')
  return world.run(actor, uow => moveMessage(uow, { messageId, version, to }))
}
const back = (messageId: string) => world.run(world.ana, uow => moveMessageBack(uow, { messageId }))
const reply = async (ticketId: string, text: string) => {
  const version = await versionNow(world, ticketId)
  return world.run(world.ana, uow =>
    replyToTicket(uow, { ticketId, version, text, attachmentIds: [], thenResolve: false }),
  )
}
const eventsOf = async (ticketId: string) => (await seen(world, world.admin, ticketId)).events.map(it => it.type)

describe('a mail in the wrong ticket', () => {
  it('goes to another one with its files and its mail, shows who moved it, and writes an event on both tickets', async () => {
    const right = await mailFrom('lena@other.example')
    const { ticketId } = await mailFrom('omar@acme.example')
    const { ticketNumber } = { ticketNumber: (await ticketOf(world, ticketId)).number }
    const boundary = [
      '--b',
      'Content-Type: text/plain',
      '',
      'This is the canary of the wrong ticket.',
      '--b',
      'Content-Disposition: attachment; filename="a.txt"',
      '',
      'file',
      '--b--',
    ]
    const wrong = await mailFrom('omar@acme.example', {
      subject: `[#${ticketNumber}] about the other thing`,
      headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
      text: boundary.join('\r\n'),
    })
    expect(wrong.ticketId).toBe(ticketId)
    const moved = await move(wrong.message.id, { ticketId: right.ticketId })
    expect(moved).toMatchObject({ ticketId: right.ticketId, fromTicketId: ticketId })
    const [, message] = await messagesOf(world, right.ticketId)
    expect(message).toMatchObject({ id: wrong.message.id, threadingRule: 'by_hand', movedFromTicketId: ticketId })
    expect(message?.threadingReason).toMatch(/^Ana Agent moved it here\. Before that: Its subject has/)
    expect(await world.db.select().from(attachments).where(eq(attachments.messageId, wrong.message.id))).toHaveLength(1)
    const [mail] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, wrong.row.id))
    expect(mail).toMatchObject({ ticketId: right.ticketId, rule: 'by_hand', outcome: 'appended' })
    for (const id of [ticketId, right.ticketId]) expect(await eventsOf(id)).toContain('message.moved')
    expect((await seen(world, world.ana, right.ticketId)).messages.items[1]?.staff?.movedFrom).toEqual({
      ticketId,
      number: ticketNumber,
    })
  })

  it('is seen by the customer of its new ticket and no longer by the one of the old, whose answers it does not get', async () => {
    const right = await mailFrom('lena@other.example')
    const first = await mailFrom('omar@acme.example')
    const number = (await ticketOf(world, first.ticketId)).number
    const wrong = await mailFrom('omar@acme.example', { subject: `[#${number}]`, text: 'canary-7341' })
    const reads = async (actor: UserActor, ticketId: string) => JSON.stringify(await seen(world, actor, ticketId))
    expect(await reads(world.omar, first.ticketId)).toContain('canary-7341')
    await move(wrong.message.id, { ticketId: right.ticketId })
    expect(await reads(world.omar, first.ticketId)).not.toContain('canary-7341')
    expect(await reads(world.lena, right.ticketId)).toContain('canary-7341')
    await expect(seen(world, world.omar, right.ticketId)).rejects.toMatchObject({ code: 'not_found' })
    const joined = await world.db
      .select()
      .from(ticketParticipants)
      .where(eq(ticketParticipants.ticketId, right.ticketId))
    expect(joined).toEqual([])
    await reply(right.ticketId, 'To Lena alone.')
    await world.settle()
    expect(await writtenTo('reply', right.ticketId)).toEqual(['lena@other.example'])
  })

  it('takes what answers it later along', async () => {
    const right = await mailFrom('lena@other.example')
    const wrong = await mailFrom('omar@acme.example')
    await move(wrong.message.id, { ticketId: right.ticketId })
    const later = await receive(world, letter({ headers: [`In-Reply-To: ${wrong.message.rfcMessageId}`] }))
    expect(later).toMatchObject({ outcome: 'appended', ticketId: right.ticketId })
  })

  it('becomes a ticket of its author, without an acknowledgement by mail', async () => {
    const first = await mailFrom('omar@acme.example')
    const number = (await ticketOf(world, first.ticketId)).number
    const held = await mailFrom('nora@acme.example', { headers: [`In-Reply-To: ${first.message.rfcMessageId}`] })
    expect(held.message.kind).toBe('held')
    const wrong = await mailFrom('omar@acme.example', { subject: `Printer [#${number}]`, text: 'The printer too.' })
    await world.settle()
    const acknowledged = (await writtenTo('acknowledgement')).length
    world.pass(120 * minute)
    const { ticketId } = await move(wrong.message.id, {})
    await world.settle()
    const made = await ticketOf(world, ticketId)
    expect(made).toMatchObject({
      title: `Printer [#${number}]`,
      customerId: world.omar.id,
      queueId: world.supportId,
      status: 'new',
      lastMessagePreview: 'The printer too.',
      waitingSince: wrong.row.processedAt,
      lastCustomerMessageAt: wrong.row.processedAt,
    })
    expect(await writtenTo('acknowledgement')).toHaveLength(acknowledged)
  })

  it('leaves both tickets with what lists show of what is there', async () => {
    const first = await mailFrom('omar@acme.example', { text: 'One.' })
    await reply(first.ticketId, 'Answered.')
    const number = (await ticketOf(world, first.ticketId)).number
    const wrong = await mailFrom('omar@acme.example', { subject: `[#${number}]`, text: 'Two.' })
    expect((await ticketOf(world, first.ticketId)).waitingSince).not.toBeNull()
    await move(wrong.message.id, { title: 'Its own' })
    expect(await ticketOf(world, first.ticketId)).toMatchObject({
      waitingSince: null,
      lastMessagePreview: 'Answered.',
      lastMessageAuthorId: world.ana.id,
      lastCustomerMessageAt: first.row.processedAt,
    })
  })

  it('reopens a resolved ticket, and closes the one that had no other message', async () => {
    const right = await mailFrom('omar@acme.example')
    const version = await versionNow(world, right.ticketId)
    await world.run(world.ana, uow => resolveTicket(uow, { ticketId: right.ticketId, version }))
    const wrong = await mailFrom('omar@acme.example')
    await world.run(world.ana, uow =>
      addNote(uow, { ticketId: wrong.ticketId, text: 'Belongs there.', attachmentIds: [] }),
    )
    await move(wrong.message.id, { ticketId: right.ticketId })
    expect(await ticketOf(world, right.ticketId)).toMatchObject({
      status: 'open',
      waitingSince: wrong.row.processedAt,
    })
    expect(await ticketOf(world, wrong.ticketId)).toMatchObject({
      status: 'closed',
      lastMessageAt: null,
      waitingSince: null,
    })
    const closed = (await seen(world, world.admin, wrong.ticketId)).events.find(it => it.type === 'ticket.closed')
    expect(closed?.payload).toEqual({ previousStatus: 'new', reason: 'message_moved' })
  })
})

describe('moving back', () => {
  it('opens the ticket that was closed for it again, and closes the one that was made for it', async () => {
    const { message, ticketId } = await mailFrom('omar@acme.example')
    const made = await move(message.id, {})
    expect((await ticketOf(world, ticketId)).status).toBe('closed')
    const moved = await back(message.id)
    expect(moved).toMatchObject({ ticketId, fromTicketId: made.ticketId })
    expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'open', lastMessagePreview: 'It drops every day.' })
    expect((await ticketOf(world, made.ticketId)).status).toBe('closed')
    const [again] = await messagesOf(world, ticketId)
    expect(again).toMatchObject({ id: message.id, movedFromTicketId: null, threadingRule: 'by_hand' })
    expect(again?.threadingReason).toBe('Ana Agent moved it back here. Before that: It starts this ticket.')
    await expect(back(message.id)).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('moving a note', () => {
  it('sends the customers of both tickets nothing, not even a hint of a change', async () => {
    const from = await ask(world, world.omar)
    const to = await ask(world, world.lena)
    const note = await world.run(world.ana, uow =>
      addNote(uow, { ticketId: from.ticketId, text: 'note-canary', attachmentIds: [] }),
    )
    const before = [await seen(world, world.omar, from.ticketId), await seen(world, world.lena, to.ticketId)]
    await move(note.messageId, { ticketId: to.ticketId })
    await world.run(world.ana, uow => addNote(uow, { ticketId: from.ticketId, text: 'another', attachmentIds: [] }))
    const after = [await seen(world, world.omar, from.ticketId), await seen(world, world.lena, to.ticketId)]
    expect(after).toEqual(before)
  })

  it('to a ticket of its own makes one between staff, which closes when the note goes back', async () => {
    const from = await ask(world, world.omar)
    const note = await world.run(world.ana, uow =>
      addNote(uow, { ticketId: from.ticketId, text: 'A matter of its own.', attachmentIds: [] }),
    )
    const made = await move(note.messageId, { title: 'Between us' })
    expect((await ticketOf(world, made.ticketId)).customerId).toBe(world.ana.id)
    await expect(seen(world, world.omar, made.ticketId)).rejects.toMatchObject({ code: 'not_found' })
    await back(note.messageId)
    expect((await ticketOf(world, made.ticketId)).status).toBe('closed')
    expect((await ticketOf(world, from.ticketId)).status).toBe('new')
  })
})

describe('moving is rejected', () => {
  it('to and from a ticket that the agent does not see, as if it were not there, and by customers', async () => {
    const { message, ticketId } = await mailFrom('omar@acme.example')
    await expect(move(message.id, {}, world.ben)).rejects.toMatchObject({ code: 'not_found' })
    const billing = await ask(world, world.admin, { customerEmail: 'lena@other.example', queue: world.billingId })
    const [theirs] = await messagesOf(world, billing.ticketId)
    await expect(move(theirs?.id ?? '', { ticketId }, world.ben)).rejects.toMatchObject({ code: 'not_found' })
    await expect(move(message.id, { ticketId: billing.ticketId }, world.omar)).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(move(message.id, {}, world.omar)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await messagesOf(world, ticketId))[0]?.id).toBe(message.id)
  })

  it('to a customer, where it answers an internal note from another address of its writer', async () => {
    const asked = await ask(world, world.omar)
    const to = signAgentAddress({
      mailboxAddress: 'support@gotrs.example',
      ticketId: asked.ticketId,
      ticketNumber: asked.ticketNumber,
      agentId: world.ana.id,
      issuedAt: world.now(),
      audience: 'note',
      secret: world.vault.replyKey,
    })
    const { message } = await mailFrom('ana.private@elsewhere.example', { to, text: 'Between us: he never pays.' })
    await expect(move(message.id, { ticketId: asked.ticketId })).rejects.toMatchObject({ code: 'wrong_status' })
    expect((await messagesOf(world, asked.ticketId)).map(it => it.text).join()).not.toContain('Between us')
  })

  it('into its current ticket, and on a ticket that has changed since', async () => {
    const { message, ticketId } = await mailFrom('omar@acme.example')
    await expect(move(message.id, { ticketId })).rejects.toMatchObject({ code: 'invalid_input' })
    const stale = world.run(world.ana, uow => moveMessage(uow, { messageId: message.id, version: 99, to: {} }))
    await expect(stale).rejects.toMatchObject({ code: 'ticket_changed' })
  })
})
