import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { messagesOf, seen, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { userAddresses, users } from '@gotrs/db/tables/people'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setPassword } from '../accounts/set-password.ts'
import { systemActor } from '../kernel/actor.ts'
import { updateUser } from '../people/update-user.ts'
import { closeTicket } from '../tickets/close.ts'
import { resolveTicket } from '../tickets/resolve.ts'
import { acceptHeld } from './accept-held.ts'
import { moveMessage } from './move.ts'
import { moveMessageBack } from './move-back.ts'
import { rejectHeld } from './reject-held.ts'
import { replyToTicket } from './reply.ts'
import { splitHeld } from './split-held.ts'

let world: World
let ticketId: string
let asked: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  world.pass(2 * day)
  const row = await receive(world, letter())
  ticketId = row.ticketId ?? ''
  asked = row.rfcMessageId
  // The acknowledgement gives the customer an address to answer to.
  await world.settle()
})

const code = 'Your code is 4711.'
let strangers = 0
/** From somebody who takes no part, and names the ticket by what only its mails contain. */
async function hold(more: Letter = {}, envelopeTo?: string[]) {
  strangers += 1
  const mail = { from: `Vera <vera${strangers}@home.example>`, text: code, headers: [`In-Reply-To: ${asked}`], ...more }
  const row = await receive(world, letter(mail), envelopeTo ? { envelopeTo } : {})
  await world.settle()
  const [message] = await world.db.select().from(messages).where(eq(messages.inboundMailId, row.id))
  return { row, message, messageId: message?.id ?? '', from: `vera${strangers}@home.example` }
}
const replyAddressOf = async (address: string) => {
  const found = await world.db
    .select({ replyAddress: outboundRecipients.replyAddress })
    .from(outboundRecipients)
    .where(and(eq(outboundRecipients.address, address), sql`reply_address is not null`))
    .orderBy(sql`updated_at desc`)
    .limit(1)
  return found[0]?.replyAddress ?? ''
}
const seenBy = async (actor: World['omar']) => JSON.stringify(await seen(world, actor, ticketId))
const mailsOut = async () => (await world.pool.query('select count(*)::int as count from outbound_mails')).rows[0].count

describe('mail that names a ticket, from somebody who takes no part', () => {
  test.each<[string, () => Promise<Letter>]>([
    ['by the Message-ID of the question', async () => ({ headers: [`In-Reply-To: ${asked}`] })],
    ['by a reference', async () => ({ headers: [`References: <x@y.example>, ${asked}`] })],
    [
      'by the reply address of the customer',
      async () => ({ to: await replyAddressOf('omar@acme.example'), headers: [] }),
    ],
    [
      'as the display name of a service',
      async () => ({ from: '"Slack ref:t1-aaaabbbbccccddddeeee:gotrs" <feedback@slack.example>' }),
    ],
    ['by a program', async () => ({ headers: [`In-Reply-To: ${asked}`, 'Auto-Submitted: auto-generated'] })],
    ['from a no-reply address', async () => ({ from: 'no-reply@service.example' })],
  ])('%s is held: staff see it, customers do not, and no mail leaves', async (_how, write) => {
    const before = { mails: await mailsOut(), ticket: await ticketOf(world, ticketId), omar: await seenBy(world.omar) }
    const mail = await write()
    const { row, message } = await hold(mail, mail.to ? [mail.to] : undefined)
    expect(row).toMatchObject({ outcome: 'held', ticketId, reason: expect.stringContaining('waits for a decision') })
    expect(message).toMatchObject({ kind: 'held', isFromStaff: false, senderVerdict: 'unknown' })
    expect(await seenBy(world.omar)).toBe(before.omar)
    expect(await seenBy(world.ana)).toContain(code)
    expect(await mailsOut()).toBe(before.mails)
    const after = await ticketOf(world, ticketId)
    expect(after).toMatchObject({ heldCount: 1, status: before.ticket.status, updatedAt: before.ticket.updatedAt })
    expect((await seen(world, world.ana, ticketId)).staff).toMatchObject({ isUnread: true, heldCount: 1 })
  })

  test('by the reply address that was made for somebody else who takes part is held as well', async () => {
    await world.db.insert(ticketParticipants).values({ ticketId, userId: world.nora.id })
    const address = await replyAddressOf('omar@acme.example')
    const { row } = await hold({ from: 'Nora <nora@acme.example>', to: address, headers: [] }, [address])
    expect(row).toMatchObject({ outcome: 'held', reason: expect.stringContaining('made for somebody else') })
    const known = await hold({ from: 'Nora <nora@acme.example>', to: address }, [address])
    expect(known.row).toMatchObject({ outcome: 'appended', rule: 'in_reply_to' })
  })

  test('written by a service that the customer put in copy is held', async () => {
    const { row: made } = await hold({ from: 'Feedback <feedback@slack.example>', headers: [] })
    const [service] = await world.db.select().from(users).where(eq(users.email, 'feedback@slack.example'))
    expect(made.outcome).toBe('created')
    await world.db.insert(ticketParticipants).values({ ticketId, userId: service?.id ?? '' })
    const address = await replyAddressOf('omar@acme.example')
    const number = (await ticketOf(world, ticketId)).number
    const mail = {
      from: 'Feedback <feedback@slack.example>',
      to: address,
      subject: `Welcome [#${number}]`,
      headers: [],
    }
    expect((await hold(mail, [address])).row.outcome).toBe('held')
    expect(await seenBy(world.omar)).not.toContain(code)
  })

  test('as an automatic answer waits without asking for a decision', async () => {
    const { row, message } = await hold({ headers: [`In-Reply-To: ${asked}`, 'Auto-Submitted: auto-replied'] })
    expect(row).toMatchObject({ outcome: 'auto_reply', ticketId, reason: expect.stringContaining('needs no decision') })
    expect(message).toMatchObject({ kind: 'held', threadingReason: row.reason })
    expect(await ticketOf(world, ticketId)).toMatchObject({ heldCount: 0, lastHeldAt: null })
  })

  test('does not fill a ticket without end: what is too much starts a ticket of its own', async () => {
    await world.pool.query(
      `insert into messages (id, ticket_id, kind, channel, author_id, is_from_staff, text, created_at)
       select gen_random_uuid(), $1, 'held', 'email', $2, false, 'x', now() from generate_series(1, 50)`,
      [ticketId, world.lena.id],
    )
    const { row, message } = await hold()
    expect(row.outcome).toBe('created')
    expect(row.ticketId).not.toBe(ticketId)
    expect(message).toMatchObject({ kind: 'public', suggestedTicketId: ticketId })
  })
})

describe('accepting', () => {
  const accept = (messageId: string, addressOf?: string, actor = world.ana) =>
    world.run(actor, uow => acceptHeld(uow, addressOf ? { messageId, addressOf } : { messageId }))

  test('makes it part of the conversation, and its sender takes part from then on', async () => {
    const { row, messageId, from } = await hold()
    await accept(messageId)
    expect(await seenBy(world.omar)).toContain(code)
    expect(await ticketOf(world, ticketId)).toMatchObject({ heldCount: 0, lastMessagePreview: code })
    const more = await receive(world, letter({ from, headers: [`In-Reply-To: ${row.rfcMessageId}`] }))
    expect(more).toMatchObject({ outcome: 'appended', ticketId })
    const version = (await ticketOf(world, ticketId)).version
    const answer = { ticketId, version, text: 'Thanks.', attachmentIds: [], thenResolve: false }
    await world.run(world.ana, uow => replyToTicket(uow, answer))
    await world.settle()
    const { rows } = await world.pool.query(
      `select r.address from outbound_recipients r join outbound_mails m on m.id = r.mail_id
       where m.ticket_id = $1 and m.purpose = 'reply' order by 1`,
      [ticketId],
    )
    expect(rows.map(it => it.address)).toEqual(['omar@acme.example', from])
  })

  test('as a further address of the customer makes later mail from there the customer’s', async () => {
    const { messageId, from } = await hold()
    await accept(messageId, world.omar.id)
    expect(await messagesOf(world, ticketId)).toMatchObject([{}, { authorId: world.omar.id, kind: 'public' }])
    const address = await world.db.select().from(userAddresses).where(eq(userAddresses.address, from))
    expect(address).toMatchObject([{ userId: world.omar.id }])
    const fresh = await receive(world, letter({ from }))
    expect(await ticketOf(world, fresh.ticketId)).toMatchObject({ customerId: world.omar.id })
  })

  test('as a further address of somebody else later gives it to that person', async () => {
    const first = await hold()
    await accept(first.messageId, world.omar.id)
    await world.db.insert(ticketParticipants).values({ ticketId, userId: world.nora.id })
    const [left] = await world.db.select().from(users).where(eq(users.email, first.from))
    const values = { ticketId, kind: 'held' as const, channel: 'email' as const, authorId: left?.id ?? '', text: 'x' }
    const [older] = await world.db
      .insert(messages)
      .values({ ...values, id: v7(), isFromStaff: false, createdAt: world.now() })
      .returning()
    await accept(older?.id ?? '', world.nora.id)
    const address = await world.db.select().from(userAddresses).where(eq(userAddresses.address, first.from))
    expect(address).toMatchObject([{ userId: world.nora.id }])
  })

  test('gives no address to staff, who act by mail, and takes them from a person who is made staff later', async () => {
    const { messageId } = await hold()
    await world.db.insert(ticketParticipants).values({ ticketId, userId: world.ben.id })
    await expect(accept(messageId, world.ben.id)).rejects.toMatchObject({ code: 'not_found' })
    const person = await hold()
    await accept(person.messageId)
    const [made] = await world.db.select().from(users).where(eq(users.email, person.from))
    await accept(messageId, made?.id)
    await world.run(world.admin, uow => updateUser(uow, { userId: made?.id ?? '', role: 'agent' }, world))
    expect(await world.db.$count(userAddresses, eq(userAddresses.userId, made?.id ?? ''))).toBe(0)
  })

  test('takes no address from a sender who takes part in another ticket', async () => {
    const { messageId, from } = await hold()
    const other = await receive(world, letter())
    const [sender] = await world.db.select().from(users).where(eq(users.email, from))
    await world.db.insert(ticketParticipants).values({ ticketId: other.ticketId ?? '', userId: sender?.id ?? '' })
    await expect(accept(messageId, world.omar.id)).rejects.toMatchObject({ code: 'already_exists' })
  })

  test('returns an address to the person who proves that it is theirs', async () => {
    const { messageId, from } = await hold()
    await accept(messageId, world.omar.id)
    const [sender] = await world.db.select().from(users).where(eq(users.email, from))
    const proof = { previousHash: null, isEmailProven: true, endTokens: false }
    await world.run(systemActor('accounts'), uow => setPassword(uow, sender?.id ?? '', 'a hash', proof))
    const fresh = await receive(world, letter({ from }))
    expect(await ticketOf(world, fresh.ticketId)).toMatchObject({ customerId: sender?.id })
  })

  test('records the outcome of the mail in the ledger', async () => {
    const { row, messageId } = await hold()
    await accept(messageId)
    const [mail] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, row.id))
    expect(mail).toMatchObject({ outcome: 'appended', reason: expect.stringContaining('Ana Agent accepted it.') })
  })

  test('takes over no account that is in use, and for nobody who takes no part', async () => {
    const { messageId } = await hold({ from: 'lena@other.example' })
    await expect(accept(messageId, world.omar.id)).rejects.toMatchObject({ code: 'already_exists' })
    await expect(accept(messageId, world.nora.id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await messagesOf(world, ticketId)).at(-1)).toMatchObject({ kind: 'held' })
  })

  test('reopens a resolved ticket, and is rejected in a closed one', async () => {
    const { messageId } = await hold()
    const { version } = await ticketOf(world, ticketId)
    await world.run(world.ana, uow => resolveTicket(uow, { ticketId, version }))
    await accept(messageId)
    const reopened = await ticketOf(world, ticketId)
    expect(reopened).toMatchObject({ status: 'open' })
    const other = await hold()
    await world.run(world.ana, uow => closeTicket(uow, { ticketId, version: reopened.version + 1 }))
    await expect(accept(other.messageId)).rejects.toMatchObject({ code: 'ticket_closed' })
  })

  test('is for staff of the queue, once, and never for an answer to an internal note', async () => {
    const { messageId } = await hold()
    for (const actor of [world.ben, world.omar, world.lena]) {
      await expect(accept(messageId, undefined, actor)).rejects.toMatchObject({ code: 'not_found' })
    }
    await accept(messageId)
    await expect(accept(messageId)).rejects.toMatchObject({ code: 'wrong_status' })
  })

  test('is not what moving a message does', async () => {
    const { messageId } = await hold()
    const { version } = await ticketOf(world, ticketId)
    const move = world.run(world.ana, uow => moveMessage(uow, { messageId, version, to: {} }))
    await expect(move).rejects.toMatchObject({ code: 'wrong_status' })
  })
})

test('splitting makes it a ticket of its sender, and sends the first customer nothing', async () => {
  const before = await seenBy(world.omar)
  const { messageId, from } = await hold()
  const mails = await mailsOut()
  const moved = await world.run(world.ana, uow => splitHeld(uow, { messageId }))
  await world.settle()
  expect(await seenBy(world.omar)).toBe(before)
  expect(await ticketOf(world, ticketId)).toMatchObject({ heldCount: 0 })
  const own = await ticketOf(world, moved.ticketId)
  const [sender] = await world.db.select().from(users).where(eq(users.id, own.customerId))
  expect(sender?.email).toBe(from)
  expect(await messagesOf(world, own.id)).toMatchObject([{ kind: 'public', text: code }])
  const back = world.run(world.ana, uow => moveMessageBack(uow, { messageId }))
  await expect(back).rejects.toMatchObject({ code: 'invalid_input' })
  expect(own.waitingSince).not.toBeNull()
  expect(await mailsOut()).toBe(mails)
})

test('rejecting takes it out of the ticket, and the ledger keeps it with who did it', async () => {
  const { row, messageId } = await hold()
  await world.run(world.ana, uow => rejectHeld(uow, { messageId }))
  expect(await messagesOf(world, ticketId)).toHaveLength(1)
  const [mail] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, row.id))
  expect(mail).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining('Ana Agent rejected it.') })
  expect(mail?.blobKey).not.toBeNull()
  const [event] = await world.db.select().from(events).where(eq(events.type, 'message.rejected'))
  expect(event).toMatchObject({ payload: { messageId, inboundMailId: row.id }, audience: 'staff' })
})
