import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { loopHeader, signLoopMark } from '@gotrs/mail/loop-mark'
import { signAgentAddress, signForwardAddress } from '@gotrs/mail/reply-address'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moveMessage } from '../../messages/move.ts'
import { answerMarker } from '../filing/answer-marker.ts'
import { recordInboundMail } from '../ledger/ledger.ts'
import { replayMail, replayQuarantined } from './replay.ts'
import { rerouteMail } from './reroute.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const replay = (mailId: string) => replayMail(world, world.admin, { mailId })
const reroute = (mailId: string, to: Parameters<typeof rerouteMail>[2]['to']) =>
  rerouteMail(world, world.admin, { mailId, to })
const messagesOf = (id: string) => world.db.select().from(messages).where(eq(messages.inboundMailId, id))
const filesOf = (messageId: string) =>
  world.db.select().from(attachments).where(eq(attachments.messageId, messageId)).orderBy(asc(attachments.filename))
const told = async (type: string, mailId: string) =>
  (await world.db.select().from(events).where(eq(events.type, type))).filter(it => it.payload.inboundMailId === mailId)

const withFiles = (...names: string[]) => {
  const part = (name: string) => [
    '--b',
    'Content-Type: text/plain',
    `Content-Disposition: attachment; filename=${name}`,
    '',
    `in ${name}`,
  ]
  const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '']
  return letter({ headers: [...headers, '--b', '', 'See the files.', ...names.flatMap(part), '--b--'] })
}

const atSupport = () => ({ mailboxAddress: 'support@gotrs.example', secret: world.vault.replyKey })
const fromAna = (to: string, text: string) =>
  receive(world, letter({ from: 'Ana Agent <ana@gotrs.example>', to, text }), { envelopeTo: [to] })

/** A mail that ended in quarantine, as it does after three tries. */
async function quarantined(raw: Buffer): Promise<string> {
  const { inboundMailId } = await recordInboundMail(world, {
    ...{ mailboxId: world.mailboxId, source: 'smtp', envelopeFrom: 'omar@acme.example', envelopeTo: [] },
    ...{ content: raw, maxBytes: 100_000_000, quarantineReason: 'It took too long.' },
  })
  return inboundMailId
}

/** One that no parser will take: its header alone is past every limit. */
const unreadable = (from = 'From: Omar Aziz <omar@acme.example>\r\n') =>
  Buffer.concat([
    Buffer.from(`${from}Subject: Endless\r\nMessage-ID: <endless-${Math.random()}@acme.example>\r\n`),
    Buffer.from(`X-Endless: ${'x'.repeat(70)}\r\n`.repeat(900_000)),
  ])

describe('a mail that is replayed', () => {
  test('from quarantine waits again, and is filed like any other', async () => {
    const id = await quarantined(letter({ subject: 'Once more' }))
    expect(await replay(id)).toMatchObject({ state: 'received', outcome: null, reason: null })
    await expect(replay(id)).rejects.toMatchObject({
      code: 'wrong_status',
      params: { noun: 'mail', status: 'received' },
    })
    await world.settle()
    const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, id))
    expect(row).toMatchObject({ state: 'done', outcome: 'created', attempts: 1 })
    expect(await told('mail.replayed', id)).toMatchObject([{ actorId: world.admin.id }])
  })

  test('is filed again if it ended without a message', async () => {
    const answer = letter({ headers: ['Auto-Submitted: auto-replied'] })
    const { id, outcome } = await receive(world, answer)
    expect(outcome).toBe('auto_reply')
    await replay(id)
    await world.settle()
    expect(await replay(id)).toMatchObject({ state: 'received' })
    await world.settle()
    expect(await messagesOf(id)).toEqual([])
  })

  test('is rendered again in the message that it is: same message, same files where they are the same', async () => {
    const row = await receive(world, withFiles('a.txt', 'b.txt', 'c.txt'))
    const [before] = await messagesOf(row.id)
    const [a, b, c] = await filesOf(before?.id ?? '')
    // As an older parser read it: another body, one file missing, one invalid file, one under another name.
    await world.db
      .update(messages)
      .set({ text: 'garbled', html: '<p>garbled</p>', parserVersion: 0 })
      .where(eq(messages.id, before?.id ?? ''))
    await world.db.delete(attachments).where(eq(attachments.id, c?.id ?? ''))
    await world.db
      .update(attachments)
      .set({ filename: 'winmail.dat' })
      .where(eq(attachments.id, b?.id ?? ''))
    await world.pool.query(
      `insert into attachments (id, message_id, filename, content_type, size, sha256, blob_key, created_at)
       select gen_random_uuid(), message_id, 'z.bin', content_type, 1, 'other', blob_key, created_at
       from attachments where id = $1`,
      [a?.id],
    )
    expect(await replay(row.id)).toMatchObject({ state: 'done', outcome: 'created', ticket: { id: row.ticketId } })
    const [after, ...more] = await messagesOf(row.id)
    expect(more).toEqual([])
    expect(after).toMatchObject({
      id: before?.id,
      text: before?.text,
      html: null,
      parserVersion: before?.parserVersion,
    })
    const files = await filesOf(before?.id ?? '')
    expect(files.map(it => it.filename)).toEqual(['a.txt', 'b.txt', 'c.txt'])
    expect(files.slice(0, 2).map(it => it.id)).toEqual([a?.id, b?.id])
    for (const file of files) expect((await world.blobs.read(file.blobKey)).length).toBe(file.size)
    expect(await told('mail.replayed', row.id)).toMatchObject([{ ticketId: row.ticketId, audience: 'staff' }])
  })

  test('shows a customer nothing of our own notification that an agent’s answer quotes', async () => {
    const { ticketId } = await receive(world, letter())
    const [ticket] = await world.db
      .select()
      .from(tickets)
      .where(eq(tickets.id, ticketId ?? ''))
    if (!ticket) throw new Error('no ticket')
    const claim = { ...atSupport(), ticketId: ticket.id, ticketNumber: ticket.number, agentId: world.ana.id }
    const quoted = ['On Mon, 2 Nov 2026 at 10:00, Support <support@gotrs.example> wrote:', `> ${answerMarker}`]
    const text = ['Restart the router.', '', ...quoted, '> Open the ticket'].join('\r\n')
    const { id } = await fromAna(signAgentAddress({ ...claim, audience: 'public', issuedAt: world.now() }), text)
    const [before] = await messagesOf(id)
    expect(before).toMatchObject({ kind: 'public', text: 'Restart the router.', quotedText: null })
    await expect(replay(id)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await messagesOf(id)).toEqual([before])
  })

  test('shows a customer no part of an agent’s words above a forwarded mail, in any ticket', async () => {
    const block = ['---------- Forwarded message ---------', 'From: Vera <vera@home.example>', 'Subject: My bill']
    const text = ['She asks again.', '', ...block, '', 'You charged me twice.'].join('\r\n')
    const { id } = await fromAna(
      signForwardAddress({ ...atSupport(), agentId: world.ana.id, issuedAt: world.now() }),
      text,
    )
    const [message] = await messagesOf(id)
    const words = { messageId: message?.id ?? '', version: await versionNow(world, message?.ticketId ?? '') }
    await world.run(world.ana, uow => moveMessage(uow, { ...words, to: {} }))
    await replay(id)
    expect(await messagesOf(id)).toMatchObject([{ text: 'You charged me twice.', quotedText: null }])
  })

  test('by the command line: all mails that could not be filed, and no incomplete ones', async () => {
    await world.pool.query("update inbound_mails set state = 'done', outcome = 'rejected' where state = 'quarantined'")
    const tried = await quarantined(letter({ subject: 'Tried in vain' }))
    const hopeless = (await receive(world, letter({ from: 'nobody' }), { envelopeFrom: '' })).id
    await quarantined(letter({ subject: 'Only a header' }))
    await world.pool.query('update inbound_mails set attempts = 3 where id = $1', [tried])
    const seen = []
    for await (const it of replayQuarantined(world, 10)) seen.push(it)
    expect(seen).toMatchObject([
      { mailId: tried, subject: 'Tried in vain', outcome: 'created', ticketNumber: expect.any(Number) },
      { mailId: hopeless, outcome: 'quarantined', reason: expect.stringContaining('no sender') },
    ])
    await world.settle()
    expect(await messagesOf(tried)).toHaveLength(1)
  })

  test('fails with a reason for a mail that waits, that does not exist, or whose bytes have expired', async () => {
    await expect(replay(crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' })
    const { id } = await receive(world, letter())
    await world.db.update(inboundMails).set({ blobKey: null }).where(eq(inboundMails.id, id))
    await expect(replay(id)).rejects.toMatchObject({ code: 'raw_mail_gone' })
    await expect(reroute(id, { queueId: world.billingId })).rejects.toMatchObject({ code: 'raw_mail_gone' })
  })
})

describe('a mail that is re-routed', () => {
  test('becomes a ticket in the queue that the admin names, once', async () => {
    const id = await quarantined(withFiles('a.txt'))
    const routed = await reroute(id, { queueId: world.billingId })
    expect(routed).toMatchObject({
      state: 'done',
      outcome: 'created',
      rule: 'by_hand',
      reason: 'Ada Admin put it here by hand.',
    })
    const [message] = await messagesOf(id)
    expect(message).toMatchObject({
      kind: 'public',
      authorId: world.omar.id,
      threadingRule: 'by_hand',
      text: 'See the files.',
    })
    expect(await filesOf(message?.id ?? '')).toMatchObject([{ filename: 'a.txt' }])
    expect(await told('mail.rerouted', id)).toMatchObject([{ actorId: world.admin.id, ticketId: routed.ticket?.id }])
    await expect(reroute(id, { queueId: world.billingId })).rejects.toMatchObject({
      code: 'wrong_status',
      params: { status: 'done', reason: 'It is a message of a ticket already: move that one.' },
    })
  })

  test('into a ticket reopens it, and its writer takes part in nothing', async () => {
    const ticket = (await receive(world, letter({ from: 'lena@other.example' }))).ticketId ?? ''
    await world.pool.query("update tickets set status = 'resolved', resolved_at = now() where id = $1", [ticket])
    const id = await quarantined(letter())
    expect(await reroute(id, { ticketId: ticket })).toMatchObject({ outcome: 'appended', ticket: { id: ticket } })
    const { rows } = await world.pool.query('select status, customer_id from tickets where id = $1', [ticket])
    expect(rows).toEqual([{ status: 'open', customer_id: world.lena.id }])
    expect((await messagesOf(id))[0]?.authorId).toBe(world.omar.id)
    const participants = await world.pool.query('select * from ticket_participants where ticket_id = $1', [ticket])
    expect(participants.rows).toEqual([])
  })

  test('that cannot be parsed becomes a message all the same, with the mail attached, byte for byte', {
    timeout: 60_000,
  }, async () => {
    const raw = unreadable()
    const id = await quarantined(raw)
    const { ticket } = await reroute(id, { queueId: world.supportId })
    const [message] = await messagesOf(id)
    expect(message).toMatchObject({ authorId: world.omar.id, text: expect.stringContaining('could not be read') })
    const [file] = await filesOf(message?.id ?? '')
    expect(file).toMatchObject({ filename: 'message.eml', contentType: 'message/rfc822', size: raw.length })
    expect(Buffer.compare(await world.blobs.read(file?.blobKey ?? ''), raw)).toBe(0)
    const { rows } = await world.pool.query('select title from tickets where id = $1', [ticket?.id])
    expect(rows).toEqual([{ title: 'Endless' }])
  })

  test('of nobody is rejected as a ticket of its own, and becomes a note with the mail attached in another', async () => {
    const raw = letter({ from: 'nobody at all', text: 'Who am I?' })
    const id = (await receive(world, raw, { envelopeFrom: '' })).id
    await expect(reroute(id, { queueId: world.supportId })).rejects.toMatchObject({
      code: 'invalid_input',
      params: { issues: [{ path: 'to.queueId' }] },
    })
    const ticket = (await receive(world, letter())).ticketId ?? ''
    await reroute(id, { ticketId: ticket })
    const [message] = await messagesOf(id)
    expect(message).toMatchObject({ kind: 'note', authorId: world.admin.id, text: 'Who am I?' })
    expect(await filesOf(message?.id ?? '')).toMatchObject([{ filename: 'message.eml', size: raw.length }])
  })

  test("of one of our own addresses is nobody's mail", async () => {
    const own = { mailboxAddress: 'support@gotrs.example', secret: world.vault.replyKey }
    const headers = [`${loopHeader}: ${signLoopMark({ ...own, messageId: '<1@gotrs.example>' })}`]
    const { id, outcome } = await receive(world, letter({ from: 'support@gotrs.example', headers }))
    expect(outcome).toBe('loop')
    await expect(reroute(id, { queueId: world.supportId })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('to where there is nothing is rejected, and stays where it was', async () => {
    const id = await quarantined(letter())
    await expect(reroute(id, { queueId: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(reroute(id, { ticketId: 999_999 })).rejects.toMatchObject({ code: 'not_found' })
    const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, id))
    expect(row).toMatchObject({ state: 'quarantined' })
  })
})
