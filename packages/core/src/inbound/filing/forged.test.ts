import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { messagesOf, seen, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { signReplyAddress } from '@gotrs/mail/reply-address'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolveTicket } from '../../tickets/resolve.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

/** A resolved ticket of Omar. */
async function resolved() {
  const { ticketId, rfcMessageId } = await receive(world, letter())
  const ticket = await ticketOf(world, ticketId)
  await world.run(world.ana, uow => resolveTicket(uow, { ticketId: ticket.id, version: ticket.version }))
  return { ...ticket, rfcMessageId }
}

type Seen = Awaited<ReturnType<typeof resolved>>
const byNumber = ({ number }: Seen): Letter => ({ subject: `Re: [#${number}]` })
const byMessageId = ({ rfcMessageId }: Seen): Letter => ({ headers: [`In-Reply-To: ${rfcMessageId}`] })
const relay = 'bounce-17@relay.example'
const pinned = 'mx.gotrs.example'
const failed = `Authentication-Results: ${pinned}; dmarc=fail header.from=acme.example`

test.each([
  ['names the Message-ID', byMessageId],
  ['refers to it', ({ rfcMessageId }: Seen): Letter => ({ headers: [`References: ${rfcMessageId}`] })],
])('a mail that the trusted server found forged and that %s is held, and reopens nothing', async (_what, write) => {
  const ticket = await resolved()
  const mail = write(ticket)
  const row = await receive(world, letter({ ...mail, headers: [failed, ...(mail.headers ?? [])] }))
  expect(row).toMatchObject({ outcome: 'held', ticketId: ticket.id, senderVerdict: 'contradicted' })
  expect((await ticketOf(world, ticket.id)).status).toBe('resolved')
  expect(await seenByOmar(ticket.id)).toHaveLength(1)
})

test('a forged mail that names the number starts a ticket of its own, with a suggestion', async () => {
  const ticket = await resolved()
  const row = await receive(world, letter({ ...byNumber(ticket), headers: [failed] }))
  expect(row).toMatchObject({ outcome: 'created', senderVerdict: 'contradicted' })
  const [message] = await messagesOf(world, row.ticketId)
  expect(message).toMatchObject({ senderVerdict: 'contradicted', suggestedTicketId: ticket.id })
  expect((await ticketOf(world, ticket.id)).status).toBe('resolved')
})

test('what a server that is not trusted says of a mail changes nothing', async () => {
  const ticket = await resolved()
  const headers = ['Authentication-Results: mx.evil.example; dmarc=fail', 'Received-SPF: fail (evil)']
  const mail = { ...byMessageId(ticket), headers: [...headers, `In-Reply-To: ${ticket.rfcMessageId}`] }
  expect(await receive(world, letter(mail))).toMatchObject({ outcome: 'appended', senderVerdict: 'unknown' })
})

test('an honest answer through a relay with a bounce address of its own finds its ticket', async () => {
  const ticket = await resolved()
  const row = await receive(world, letter(byMessageId(ticket)), { envelopeFrom: relay })
  expect(row).toMatchObject({ outcome: 'appended', ticketId: ticket.id })
})

test('a forged mail is held though it was sent to the reply address of the one it names', async () => {
  const ticket = await resolved()
  const to = signReplyAddress({
    mailboxAddress: 'support@gotrs.example',
    ticketId: ticket.id,
    ticketNumber: ticket.number,
    secret: world.vault.replyKey,
    recipient: 'omar@acme.example',
  })
  const row = await receive(world, letter({ to, headers: [failed] }), { envelopeTo: [to] })
  expect(row).toMatchObject({ outcome: 'held', rule: 'reply_address', ticketId: ticket.id })
})

const seenByOmar = async (ticketId: string) => (await seen(world, world.omar, ticketId)).messages.items
