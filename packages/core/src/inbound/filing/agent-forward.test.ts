import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { withoutForwardPrefix } from '@gotrs/mail/forward-subject'
import { signForwardAddress } from '@gotrs/mail/reply-address'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moveMessage } from '../../messages/move.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const addressOf = (agentId: string, issuedAt = world.now()) =>
  signForwardAddress({
    mailboxAddress: 'support@gotrs.example',
    agentId,
    secret: world.vault.replyKey,
    issuedAt,
  })
const text = [
  'Can somebody look at this?',
  '',
  '---------- Forwarded message ---------',
  'From: Vera Wolf <vera@home.example>',
  'Date: Mon, 2 Nov 2026 at 08:00',
  'Subject: My bill is wrong',
  'To: Ana Agent <ana@gotrs.example>',
  '',
  'You charged me twice.',
].join('\r\n')
const proven = 'Authentication-Results: mx.gotrs.example; dkim=pass header.d=gotrs.example'
async function forward(more: Letter = {}) {
  const mail = {
    from: 'Ana Agent <ana@gotrs.example>',
    to: addressOf(world.ana.id),
    subject: 'Fwd: My bill is wrong',
    text,
  }
  const whole = { ...mail, ...more }
  const row = await receive(world, letter(whole), { envelopeTo: [whole.to] })
  await world.settle()
  const [ticket] = await world.db
    .select({ title: tickets.title, customer: users.email, number: tickets.number })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.customerId))
    .where(eq(tickets.id, row.ticketId ?? ''))
  const found = await world.db
    .select()
    .from(messages)
    .where(eq(messages.ticketId, row.ticketId ?? ''))
    .orderBy(asc(messages.createdAt), asc(messages.id))
  return { row, ticket, found }
}

describe('a mail that an agent forwards', () => {
  test('to the agent’s own address becomes the ticket of its original author, with the agent’s words as a note', async () => {
    const { row, ticket, found } = await forward()
    expect(row).toMatchObject({ outcome: 'created', rule: 'forwarded', reason: 'Ana Agent forwarded it.' })
    expect(ticket).toMatchObject({ title: 'My bill is wrong', customer: 'vera@home.example' })
    expect(found).toHaveLength(2)
    expect(found[0]).toMatchObject({ kind: 'public', isFromStaff: false, text: 'You charged me twice.' })
    expect(found[1]).toMatchObject({ kind: 'note', authorId: world.ana.id, text: 'Can somebody look at this?' })
  })

  test('makes nobody a mail, above all not its author', async () => {
    const { ticket } = await forward({ text: text.replaceAll('vera@home', 'new@home') })
    expect(ticket?.customer).toBe('new@home.example')
    expect(await world.db.select().from(outboundMails)).toEqual([])
  })

  test('twice by two ways is one ticket', async () => {
    const first = await forward({ messageId: '<forward@gotrs.example>' })
    const again = await forward({ messageId: '<forward@gotrs.example>', headers: ['X-Way: another'] })
    expect(again.row).toMatchObject({ outcome: 'duplicate', ticketId: first.row.ticketId })
  })

  test('twice is one ticket after somebody has moved it, too', async () => {
    const { found } = await forward({ messageId: '<moved@gotrs.example>' })
    const version = await versionNow(world, found[0]?.ticketId ?? '')
    const move = { messageId: found[0]?.id ?? '', version, to: {} }
    const moved = await world.run(world.ana, uow => moveMessage(uow, move))
    const again = await forward({ messageId: '<moved@gotrs.example>', headers: ['X-Way: another'] })
    expect(again.row).toMatchObject({ outcome: 'duplicate', ticketId: moved.ticketId })
  })

  test('that contains no forwarded mail opens a ticket of the agent, with the reason', async () => {
    const { row, ticket } = await forward({ subject: 'Look', text: 'Nothing is forwarded here.' })
    expect(row).toMatchObject({ outcome: 'created', reason: expect.stringContaining('cannot be told') })
    expect(ticket?.customer).toBe('ana@gotrs.example')
  })

  test('without that address counts where the trusted server has proven the agent', async () => {
    const { row, ticket } = await forward({ to: 'support@gotrs.example', headers: [proven] })
    expect(row.rule).toBe('forwarded')
    expect(ticket?.customer).toBe('vera@home.example')
  })
})

describe('nobody speaks for somebody else', () => {
  test.each<[string, () => Letter]>([
    ['by an address that is another agent’s', () => ({ to: addressOf(world.ben.id) })],
    [
      'under a forged agent’s name',
      () => ({ headers: ['Authentication-Results: mx.gotrs.example; dmarc=fail header.from=gotrs.example'] }),
    ],
    ['with two senders', () => ({ from: 'ana@gotrs.example, x@evil.example' })],
    ['as an agent without the address', () => ({ to: 'support@gotrs.example' })],
    [
      'by an address that has expired',
      () => ({ to: addressOf(world.ana.id, new Date(world.now().getTime() - 15 * day)) }),
    ],
    [
      'by an answer of an agent with the desk in copy',
      () => ({ to: 'vera@home.example', headers: [proven, 'Cc: support@gotrs.example'] }),
    ],
    ['by a mail of an agent that does not name the desk', () => ({ to: 'x@evil.example', headers: [proven] })],
    [
      'by an agent who forwards what names two senders',
      () => ({ text: text.replace('Vera Wolf', '"x@evil.example"') }),
    ],
    [
      'by a mail of an agent to somebody else, brought to an address that has expired',
      () => ({
        to: 'x@evil.example',
        headers: [proven, `Delivered-To: ${addressOf(world.ana.id, new Date(world.now().getTime() - 15 * day))}`],
      }),
    ],
    ['as a stranger who got hold of it', () => ({ from: 'x@evil.example' })],
  ])('%s', async (_how, write) => {
    const { row, ticket, found } = await forward(write())
    expect(row).toMatchObject({ outcome: 'created' })
    expect(row.rule).not.toBe('forwarded')
    expect(ticket?.customer).not.toBe('vera@home.example')
    expect(found).toHaveLength(1)
    expect(found[0]?.kind).not.toBe('note')
  })
})

test.each([
  ['Fwd: FW: WG: My bill', 'My bill'],
  ['TR : RV: Fw[2]: Мой', 'Мой'],
  ['Forward: my bill', 'Forward: my bill'],
  ['转发：Bill', 'Bill'],
])('the subject %s was %s before it was forwarded', (subject, bare) => {
  expect(withoutForwardPrefix(subject)).toBe(bare)
})
