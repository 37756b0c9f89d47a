import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import type { Bounce } from '@gotrs/mail/parsed-mail'
import { and, desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { replyToTicket } from '../../messages/reply.ts'
import { takeBounce } from './bounce.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

/** An answer to Omar, in the outbox. */
async function answered(earlier?: string) {
  const ticketId = earlier ?? (await ask(world, world.omar)).ticketId
  const version = await versionNow(world, ticketId)
  const input = {
    ticketId,
    version,
    text: 'Try now.',
    attachmentIds: [],
    thenResolve: false,
    cc: ['nora@acme.example'],
  }
  await world.run(world.ana, uow => replyToTicket(uow, input))
  await world.settle()
  const [mail] = await world.db
    .select()
    .from(outboundMails)
    .where(and(eq(outboundMails.ticketId, ticketId), eq(outboundMails.purpose, 'reply')))
    .orderBy(desc(outboundMails.createdAt), desc(outboundMails.id))
  if (!mail) throw new Error('no mail')
  return mail
}
const recipientsOf = async (mailId: string) =>
  Object.fromEntries(
    (await world.db.select().from(outboundRecipients).where(eq(outboundRecipients.mailId, mailId))).map(it => [
      it.address,
      [it.status, it.response],
    ]),
  )

async function returnAddressOf(mailId: string, address: string): Promise<string> {
  const isThem = and(eq(outboundRecipients.mailId, mailId), eq(outboundRecipients.address, address))
  const [row] = await world.db.select().from(outboundRecipients).where(isThem)
  return row?.replyAddress ?? ''
}

type Report = { action: string; status: string; diagnostic: string; about: string; to?: string; recipient?: string }
const report = ({ action, status, diagnostic, about, to = 'support@gotrs.example', ...more }: Report) =>
  receive(
    world,
    letter({
      from: 'MAILER-DAEMON@mx.acme.example',
      to,
      headers: ['MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
      text: [
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.acme.example',
        '',
        `Final-Recipient: rfc822; ${more.recipient ?? 'omar@acme.example'}`,
        `Action: ${action}`,
        `Status: ${status}`,
        `Diagnostic-Code: ${diagnostic}`,
        '',
        '--b',
        'Content-Type: text/rfc822-headers',
        '',
        `Message-ID: ${about}`,
        '',
        '--b--',
      ].join('\r\n'),
    }),
    { envelopeFrom: '', envelopeTo: [to] },
  )

const bounceOf = (recipient: string): Bounce => ({
  ...{ action: 'failed', status: '5.1.1', recipient, diagnostic: null, originalMessageId: null },
})
const letters = 'abcdefghij'
const forgedAddress = (ticketNumber: number, at: number) =>
  `support+t${ticketNumber}-${[...String(at).padStart(16, '0')].map(it => letters[Number(it)]).join('')}@gotrs.example`

describe('a delivery report', () => {
  test('of a failure marks that recipient of that mail, in the server’s own words, and no customer sees anything', async () => {
    const mail = await answered()
    const before = await seen(world, world.omar, mail.ticketId ?? '')
    const failed = { action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 5.1.1 No such user' }
    const row = await report({ ...failed, about: mail.rfcMessageId })
    expect(row).toMatchObject({ outcome: 'bounce', rule: 'original_message_id', ticketId: mail.ticketId })
    const stands = await recipientsOf(mail.id)
    expect(stands['omar@acme.example']).toEqual(['failed', '550 5.1.1 No such user'])
    expect(stands['nora@acme.example']?.[0]).toBe('queued')
    expect(await seen(world, world.omar, mail.ticketId ?? '')).toEqual(before)
  })

  test('of a delay is shown and is no failure', async () => {
    const mail = await answered()
    const delayed = { action: 'delayed', status: '4.4.1', diagnostic: 'X-Postfix; connection timed out' }
    await report({ ...delayed, about: mail.rfcMessageId })
    expect((await recipientsOf(mail.id))['omar@acme.example']).toEqual(['queued', 'connection timed out'])
    expect((await seen(world, world.ana, mail.ticketId ?? '')).events.map(it => it.type)).not.toContain('mail.failed')
  })

  test('that names neither Message-ID nor recipient finds both by the address it came back to', async () => {
    const mail = await answered()
    const failed = { action: 'failed', status: '5.2.2', diagnostic: 'smtp; 552 mailbox full' }
    const nora = await returnAddressOf(mail.id, 'nora@acme.example')
    const row = await report({ ...failed, about: '', to: nora, recipient: 'rewritten@relay.example' })
    expect(row).toMatchObject({ outcome: 'bounce', rule: 'reply_address', ticketId: mail.ticketId })
    const now = await recipientsOf(mail.id)
    expect(now['nora@acme.example']).toEqual(['failed', '552 mailbox full'])
    expect(now['omar@acme.example']).toEqual(['queued', null])
  })

  test('that came back to the address of one recipient can say nothing of another one or another mail', async () => {
    const [mail, other] = [await answered(), await answered()]
    const failed = { action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 no such user' }
    const to = await returnAddressOf(mail.id, 'nora@acme.example')
    const row = await report({ ...failed, about: other.rfcMessageId, to, recipient: 'omar@acme.example' })
    expect(row).toMatchObject({
      rule: 'reply_address',
      ticketId: mail.ticketId,
      reason: expect.stringContaining('nora@'),
    })
    expect(await recipientsOf(mail.id)).toEqual({
      'nora@acme.example': ['failed', '550 no such user'],
      'omar@acme.example': ['queued', null],
    })
    expect(Object.values(await recipientsOf(other.id)).map(it => it[0])).toEqual(['queued', 'queued'])
  })

  test('about an earlier mail of a ticket marks that one, though the newer one has the same return address', async () => {
    const first = await answered()
    const second = await answered(first.ticketId ?? '')
    const to = await returnAddressOf(first.id, 'nora@acme.example')
    expect(await returnAddressOf(second.id, 'nora@acme.example')).toBe(to)
    await report({ action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 no', about: first.rfcMessageId, to })
    expect((await recipientsOf(first.id))['nora@acme.example']?.[0]).toBe('failed')
    expect((await recipientsOf(second.id))['nora@acme.example']?.[0]).toBe('queued')
  })

  test('that nobody can read marks whom it came back about, in its own words, where its envelope sender is empty', async () => {
    const mail = await answered()
    const to = await returnAddressOf(mail.id, 'nora@acme.example')
    const words = letter({ from: 'MAILER-DAEMON@mx.acme.example', to, text: 'Leider nicht\r\nzustellbar.' })
    await receive(world, words, { envelopeFrom: 'omar@acme.example', envelopeTo: [to] })
    const delay = letter({ from: 'MAILER-DAEMON@mx.acme.example', to, subject: 'Delayed', text: 'We go on trying.' })
    expect((await recipientsOf(mail.id))['nora@acme.example']).toEqual(['queued', null])
    await receive(world, delay, { envelopeFrom: '', envelopeTo: [to] })
    expect((await recipientsOf(mail.id))['nora@acme.example']).toEqual(['queued', 'We go on trying.'])
    const again = letter({ from: 'MAILER-DAEMON@mx.acme.example', to, text: 'Leider nicht\r\nzustellbar.' })
    const row = await receive(world, again, { envelopeFrom: '', envelopeTo: [to] })
    expect(row).toMatchObject({ outcome: 'bounce', rule: 'reply_address', ticketId: mail.ticketId })
    expect(await recipientsOf(mail.id)).toEqual({
      'nora@acme.example': ['failed', 'Leider nicht zustellbar.'],
      'omar@acme.example': ['queued', null],
    })
  })

  test.each(['In-Reply-To', 'References'])('in prose is linked by %s, about whom it names', async header => {
    const mail = await answered()
    const from = 'MAILER-DAEMON@mx.acme.example'
    const words = (text: string) =>
      letter({ from, to: 'support@gotrs.example', text, headers: [`${header}: ${mail.rfcMessageId}`] })
    await receive(world, words('It did not reach somebody.'), { envelopeFrom: '' })
    expect((await recipientsOf(mail.id))['nora@acme.example']).toEqual(['queued', null])
    await receive(world, words('Nora@acme.example is unknown.'), { envelopeFrom: 'omar@acme.example' })
    expect((await recipientsOf(mail.id))['nora@acme.example']).toEqual(['queued', null])
    const row = await receive(world, words('Nora@acme.example is unknown.'), { envelopeFrom: '' })
    expect(row).toMatchObject({ outcome: 'bounce', rule: 'in_reply_to', ticketId: mail.ticketId })
    expect(await recipientsOf(mail.id)).toEqual({
      'nora@acme.example': ['failed', 'Nora@acme.example is unknown.'],
      'omar@acme.example': ['queued', null],
    })
  })

  test('an out-of-office note to a return address, with an empty envelope sender, is no failure', async () => {
    const mail = await answered()
    const to = await returnAddressOf(mail.id, 'nora@acme.example')
    const away = letter({ from: 'nora@acme.example', to, headers: ['Auto-Submitted: auto-replied'] })
    await receive(world, away, { envelopeFrom: '', envelopeTo: [to] })
    expect((await recipientsOf(mail.id))['nora@acme.example']).toEqual(['queued', null])
  })

  test('that names a hundred people and a thousand signed addresses is no more work than its people', async () => {
    const { ticketNumber } = await ask(world, world.omar)
    const bounces = Array.from({ length: 100 }, (_, at) => bounceOf(`p${at}@acme.example`))
    const addressedTo = Array.from({ length: 1_000 }, (_, at) => forgedAddress(ticketNumber, at))
    await world.run({ kind: 'system', name: 'mail' }, async uow => {
      const asked = vi.spyOn(uow.db, 'select')
      expect(await takeBounce(uow, { bounces, addressedTo: [addressedTo] })).toMatchObject({
        outcome: 'bounce',
        rule: 'none',
      })
      expect(asked.mock.calls.length).toBeLessThanOrEqual(101)
    })
  })

  test('about what the desk never sent opens no ticket', async () => {
    const failed = { action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 no' }
    const row = await report({ ...failed, about: '<other@elsewhere.example>' })
    expect(row).toMatchObject({ state: 'done', outcome: 'bounce', ticketId: null })
  })
})
