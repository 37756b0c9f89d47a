import { messages } from '@gotrs/db/tables/messages'
import { signReplyAddress } from '@gotrs/mail/reply-address'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ticketOf } from '../../testing/tickets.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { resolveTicket } from '../../tickets/resolve.ts'
import { type Letter, letter, receive } from '../testing/letters.ts'

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
const failed = {
  dmarc: 'Authentication-Results: mx.example; dmarc=fail',
  spf: 'Authentication-Results: mx.example; spf=fail',
}

test.each([
  ['failed DMARC and names the number', byNumber, failed.dmarc, 'omar@acme.example'],
  ['failed DMARC and names the Message-ID', byMessageId, failed.dmarc, 'omar@acme.example'],
  ['failed SPF and names the Message-ID', byMessageId, failed.spf, relay],
  ['has an envelope of another domain and names the number', byNumber, 'X-Mailer: none', relay],
])(
  'a mail under a customer’s name that %s neither enters nor reopens a ticket',
  async (_what, write, header, envelopeFrom) => {
    const ticket = await resolved()
    const mail = write(ticket)
    const row = await receive(world, letter({ ...mail, headers: [...(mail.headers ?? []), header] }), { envelopeFrom })
    expect(row).toMatchObject({ outcome: 'created', reason: expect.stringContaining('cannot be told for certain') })
    expect(row.ticketId).not.toBe(ticket.id)
    expect((await ticketOf(world, ticket.id)).status).toBe('resolved')
    const [message] = await world.db
      .select()
      .from(messages)
      .where(eq(messages.ticketId, row.ticketId ?? ''))
    expect(message).toMatchObject({ isFromVerifiedSender: false, suggestedTicketId: ticket.id })
  },
)

test.each([
  ['by In-Reply-To', byMessageId],
  ['by References', ({ rfcMessageId }: Seen): Letter => ({ headers: [`References: ${rfcMessageId}`] })],
])('an honest answer through a relay with a bounce address of its own finds its ticket %s', async (_how, write) => {
  const ticket = await resolved()
  const row = await receive(world, letter(write(ticket)), { envelopeFrom: relay })
  expect(row).toMatchObject({ outcome: 'appended', ticketId: ticket.id })
})

test('the signed reply address is believed whatever a server on the way says', async () => {
  const ticket = await resolved()
  const to = signReplyAddress({
    mailboxAddress: 'support@gotrs.example',
    ticketId: ticket.id,
    ticketNumber: ticket.number,
    secret: world.vault.replyKey,
  })
  const row = await receive(world, letter({ to, headers: [failed.dmarc] }), { envelopeFrom: relay, envelopeTo: [to] })
  expect(row).toMatchObject({ outcome: 'appended', rule: 'reply_address', ticketId: ticket.id })
})
