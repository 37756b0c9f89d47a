import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { drafts } from '@gotrs/db/tables/drafts'
import { messages } from '@gotrs/db/tables/messages'
import { userAddresses, users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { type ReplyAudience, signAgentAddress, signReplyAddress } from '@gotrs/mail/reply-address'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readDraft } from '../../drafts/queries.ts'
import { updateDraft } from '../../drafts/update.ts'
import { closeTicket } from '../../tickets/close.ts'
import { answerMarker } from './answer-marker.ts'

let world: World
let ticket: { id: string; number: number }
/** The Message-ID of the question. */
let asked: string
const to = 'support@gotrs.example'
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.db.update(users).set({ isActive: true }).where(eq(users.id, world.ana.id))
  const { ticketId, rfcMessageId } = await receive(world, letter())
  asked = rfcMessageId
  // The customer has got an address to answer to.
  await world.settle()
  world.pass(2 * day)
  const [row] = await world.db
    .select()
    .from(tickets)
    .where(eq(tickets.id, ticketId ?? ''))
  if (!row) throw new Error('no ticket')
  ticket = row
})

const ofTicket = () => ({
  mailboxAddress: 'support@gotrs.example',
  ticketId: ticket.id,
  ticketNumber: ticket.number,
  secret: world.vault.replyKey,
})
const addressFor = (agentId: string, audience: ReplyAudience = 'public', issuedAt = world.now()) =>
  signAgentAddress({ ...ofTicket(), agentId, audience, issuedAt })
const addressForCustomer = () => signReplyAddress({ ...ofTicket(), recipient: 'omar@acme.example' })
const from = 'Ana Agent <ana@gotrs.example>'
const canary = 'Restart the router, canary 8812.'
async function send(more: Letter, envelopeFrom?: string) {
  const mail = { from, to: addressFor(world.ana.id), text: canary, ...more }
  const row = await receive(world, letter(mail), {
    envelopeTo: [mail.to],
    ...(envelopeFrom === undefined ? {} : { envelopeFrom }),
  })
  await world.settle()
  return row
}
const messagesOf = (ticketId: string | null) =>
  world.db
    .select()
    .from(messages)
    .where(eq(messages.ticketId, ticketId ?? ''))
    .orderBy(asc(messages.createdAt))
/** Who got a mail that holds the agent's words. */
const gotIt = async () =>
  (
    await world.pool.query(
      `select r.address from outbound_recipients r join outbound_mails m on m.id = r.mail_id
       where m.purpose = 'reply' and m.text like '%canary 8812%' and m.ticket_id = $1`,
      [ticket.id],
    )
  ).rows.map(row => row.address)

describe('an answer to an address that was signed for the agent', () => {
  test('goes out to the customer, with its files', async () => {
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
    const parts = ['--b', 'Content-Type: text/html', '', `<p>${canary}</p><script>x()</script>`, '--b']
    const file = ['Content-Disposition: attachment; filename="a.txt"', '', 'file', '--b--']
    const row = await send({ headers, text: [...parts, ...file].join('\r\n') })
    expect(row).toMatchObject({ outcome: 'appended', rule: 'reply_address', ticketId: ticket.id })
    expect(await gotIt()).toEqual(['omar@acme.example'])
    const shown = (await seen(world, world.omar, ticket.id)).messages.items.at(-1)
    expect(shown).toMatchObject({ text: canary, attachments: [{ filename: 'a.txt' }], quotedText: null })
    expect(shown?.html).not.toContain('script')
  })

  test('has the text of its HTML, and not the plain part that may quote our notification otherwise', async () => {
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary=b']
    const plain = ['--b', 'Content-Type: text/plain', '', 'Words of the plain part.']
    const html = ['--b', 'Content-Type: text/html', '', `<p>${canary}</p>`, '--b--']
    await send({ headers, text: [...plain, ...html].join('\r\n') })
    const shown = (await seen(world, world.omar, ticket.id)).messages.items.at(-1)
    expect(shown).toMatchObject({ text: canary, html: `<p>${canary}</p>` })
  })

  test('goes out once, by whatever ways it comes', async () => {
    const messageId = '<one@gotrs.example>'
    await send({ messageId })
    const again = await send({ messageId, headers: ['X-Way: another'] })
    expect(again).toMatchObject({ outcome: 'duplicate', ticketId: ticket.id })
    expect(await gotIt()).toEqual(['omar@acme.example'])
  })

  test('that came when the ticket was closed is kept as a note that says so', async () => {
    const version = await versionNow(world, ticket.id)
    await world.run(world.ana, uow => closeTicket(uow, { ticketId: ticket.id, version }))
    const row = await send({})
    expect(row).toMatchObject({ outcome: 'appended', reason: expect.stringContaining('while the ticket was closed') })
    const [, note] = await messagesOf(ticket.id)
    expect(note).toMatchObject({ kind: 'note', authorId: world.ana.id })
    expect(note?.text).toContain(canary)
    expect(await gotIt()).toEqual([])
  })

  test('in which our own notification is still seen is kept as a note', async () => {
    const row = await send({ text: `${canary} ${answerMarker}. Omar wrote: help` })
    expect(row.reason).toContain('could not be told apart from the notification')
    expect((await messagesOf(ticket.id)).at(-1)).toMatchObject({ kind: 'note' })
    expect(await gotIt()).toEqual([])
  })

  test('that is signed as internal becomes a note', async () => {
    await send({ to: addressFor(world.ana.id, 'note') })
    expect((await messagesOf(ticket.id)).at(-1)).toMatchObject({ kind: 'note', text: canary })
    expect(await gotIt()).toEqual([])
  })

  test.each<[string, () => Letter]>([
    ['says so in its header', () => ({ headers: ['Auto-Submitted: auto-replied'] })],
    ['says so only in its subject', () => ({ subject: `Automatic reply: [#${ticket.number}] VPN drops at noon` })],
    ['says so in another language', () => ({ subject: 'Automatische Antwort: VPN drops at noon' })],
  ])('that a program wrote, which %s, goes to nobody', async (_how, write) => {
    const row = await send(write())
    expect(row).toMatchObject({ outcome: 'auto_reply', ticketId: ticket.id })
    expect(await messagesOf(ticket.id)).toHaveLength(1)
    expect(await gotIt()).toEqual([])
  })
})

test('the same subject says nothing of a customer’s mail', async () => {
  const subject = 'Automatic reply: how do I switch it on?'
  expect((await receive(world, letter({ subject }))).outcome).toBe('created')
})

describe('nothing goes to the customer', () => {
  test.each<[string, () => Letter, string]>([
    [
      'from an agent without any token',
      () => ({ to: 'support@gotrs.example', subject: `[#${ticket.number}]` }),
      'created',
    ],
    [
      'with the token of an internal answer, made public by hand',
      () => ({ to: addressFor(world.ana.id, 'note').replace('+n', '+t') }),
      'created',
    ],
    ['from somebody who guessed an address', () => ({ from: 'x@evil.example' }), 'created'],
    [
      'from an agent with an address that was signed for another',
      () => ({ to: addressFor(world.admin.id) }),
      'created',
    ],
    ['from an agent with the address of the customer', () => ({ to: addressForCustomer() }), 'held'],
    ['from an agent who refers to a mail of the ticket', () => ({ to, headers: [`References: ${asked}`] }), 'held'],
  ])('%s: it is a stranger’s mail', async (_what, write, outcome) => {
    const row = await send(write())
    expect(row.outcome).toBe(outcome)
    expect((await messagesOf(ticket.id)).filter(it => it.kind === 'public')).toHaveLength(1)
    expect(await gotIt()).toEqual([])
  })

  test.each<[string, () => Letter, string | undefined, RegExp]>([
    [
      'from two senders',
      () => ({ from: 'ana@gotrs.example, x@evil.example' }),
      undefined,
      /not certain|could\s+not\s+confirm/,
    ],
    [
      'from an agent whom the trusted server found forged',
      () => ({ headers: ['Authentication-Results: mx.gotrs.example; dmarc=fail header.from=gotrs.example'] }),
      undefined,
      /not certain|could\s+not\s+confirm/,
    ],
    ['with an envelope of another domain', () => ({}), 'x@evil.example', /not certain|could\s+not\s+confirm/],
    [
      'to an address that has expired',
      () => ({ to: addressFor(world.ana.id, 'public', new Date(world.now().getTime() - 15 * day)) }),
      undefined,
      /has\s+expired/,
    ],
  ])(
    '%s: the text is the agent’s draft, and the agent gets a notification',
    async (_what, write, envelopeFrom, why) => {
      const row = await send(write(), envelopeFrom)
      expect(row).toMatchObject({ outcome: 'held', ticketId: ticket.id, reason: expect.stringMatching(why) })
      expect(await messagesOf(ticket.id)).toHaveLength(1)
      expect(await gotIt()).toEqual([])
      const draft = await world.read(world.ana, reader => readDraft(reader, { ticketId: ticket.id }))
      expect(draft).toMatchObject({ kind: 'public', to: ['omar@acme.example'], html: expect.stringContaining(canary) })
      const { rows } = await world.pool.query(
        `select m.text from outbound_mails m join outbound_recipients r on r.mail_id = m.id
       where r.address = 'ana@gotrs.example' and m.text like '%did not send%'`,
      )
      expect(rows[0].text).not.toContain(canary)
      expect(rows[0].text.match(/not send?t?/g), 'says it once, to the agent').toHaveLength(1)
      expect(rows[0].text).toMatch(why)
      await world.pool.query('delete from outbound_mails')
    },
  )

  test('in doubt by two ways is a draft once', async () => {
    const mail = { messageId: '<doubt@gotrs.example>' }
    expect(await send(mail, 'x@evil.example')).toMatchObject({ outcome: 'held' })
    const again = { ...mail, headers: ['X-Way: another one'] }
    expect(await send(again, 'x@evil.example')).toMatchObject({ outcome: 'duplicate', ticketId: ticket.id })
    expect(await messagesOf(ticket.id)).toHaveLength(1)
    await world.db.delete(drafts)
    await world.pool.query('delete from outbound_mails')
  })

  test('from a further address that somebody gave the agent does nothing in the agent’s name', async () => {
    await world.db
      .insert(userAddresses)
      .values({ address: 'x@evil.example', userId: world.ana.id, createdAt: world.now() })
    const row = await send({ from: 'x@evil.example' }, 'x@evil.example')
    expect(row).toMatchObject({ outcome: 'created' })
    expect(await messagesOf(ticket.id)).toHaveLength(1)
    expect(await gotIt()).toEqual([])
    await world.db.delete(userAddresses)
  })

  test('where the sender is in doubt and the agent is writing already: a note, and the draft stays', async () => {
    const draft = {
      ticketId: ticket.id,
      version: 0,
      kind: 'public' as const,
      html: '<p>Half a word</p>',
      attachmentIds: [],
    }
    await world.run(world.ana, uow => updateDraft(uow, { ...draft, to: [], cc: [], bcc: [] }))
    expect(await send({}, 'x@evil.example')).toMatchObject({ outcome: 'appended' })
    expect((await messagesOf(ticket.id)).at(-1)).toMatchObject({ kind: 'note', text: expect.stringContaining(canary) })
    const kept = await world.read(world.ana, reader => readDraft(reader, { ticketId: ticket.id }))
    expect(kept?.html).toContain('Half a word')
    expect(await gotIt()).toEqual([])
  })

  test('from an agent who has left', async () => {
    await world.db.update(users).set({ isActive: false }).where(eq(users.id, world.ana.id))
    expect(await send({})).toMatchObject({ outcome: 'rejected' })
    expect(await gotIt()).toEqual([])
  })
})
