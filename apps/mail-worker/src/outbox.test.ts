import { requestPasswordReset } from '@gotrs/core/accounts/request-password-reset'
import { claimDueMails } from '@gotrs/core/outbound/claim'
import { readOutboundMail } from '@gotrs/core/outbound/detail'
import { listOutbox } from '@gotrs/core/outbound/queries'
import { sendDueMails } from '@gotrs/core/outbound/send'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { answer, answeredTicket } from '@gotrs/mail-worker/testing/answers'
import { type Sink, startSink } from '@gotrs/mail-worker/testing/smtp-sink'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startOutbox } from './outbox.ts'
import { createMailSender } from './smtp-out/send-mail.ts'

let world: World
let sink: Sink
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  sink = await startSink()
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  world.pass(2 * hour)
})
afterEach(() => sink.stop())

const limits = { connectMs: 2_000, answerMs: 2_000, wholeMs: 5_000 }
const send = () => sendDueMails(world, createMailSender(sink.server, limits))
const outbox = async () => (await world.read(world.admin, reader => listOutbox(reader, {}))).items
const eventsOf = async (ticketId: string) => {
  const sql = "select type, payload from events where ticket_id = $1 and type like 'mail.%' order by id"
  return (await world.pool.query(sql, [ticketId])).rows
}

describe('a mail in the outbox', () => {
  test('is sent once, byte for byte, and the ticket shows its delivery', async () => {
    const ticketId = await answeredTicket(world, { bcc: ['hidden@acme.example'] })
    expect(await send()).toBe(1)
    expect(await send()).toBe(0)
    const [mail] = await outbox()
    expect(sink.mails.map(it => it.to)).toEqual([['omar@acme.example'], ['hidden@acme.example']])
    for (const { from, raw } of sink.mails) {
      expect(from).toMatch(/^support\+t\d+-[a-z2-7]{20}@gotrs\.example$/)
      expect(raw).toContain(from)
      expect(raw).not.toContain('hidden@')
    }
    expect(sink.mails[0]?.from).not.toBe(sink.mails[1]?.from)
    expect(mail?.delivery).toMatchObject({ status: 'sent', attempts: 1 })
    expect(mail?.sentAt).not.toBeNull()
    expect(await eventsOf(ticketId)).toMatchObject([{ type: 'mail.delivered' }])
  })

  test('is sent once although several senders run at the same time', async () => {
    for (let index = 0; index < 6; index += 1) await answeredTicket(world)
    await Promise.all(Array.from({ length: 5 }, send))
    await send()
    expect(sink.mails).toHaveLength(6)
    expect(new Set(sink.mails.map(mail => mail.parsed.messageId)).size).toBe(6)
  })

  test('is caught if there is no server for outgoing mail, and can be read', async () => {
    await answeredTicket(world)
    await sendDueMails(world, createMailSender(null))
    const [mail] = await outbox()
    expect(mail?.delivery.status).toBe('caught')
    const detail = await world.read(world.admin, reader =>
      readOutboundMail(reader, { mailId: mail?.id ?? '' }, world.blobs),
    )
    expect(detail.text).toContain('Restart it.')
  })
})

describe('a server that rejects', () => {
  test('with 4xx: the mail is retried after growing pauses, under the same Message-ID', async () => {
    const ticketId = await answeredTicket(world)
    sink.onRecipient = () => '451 4.7.1 Greylisted, come back later'
    await send()
    const [waiting] = await outbox()
    expect(waiting?.delivery).toMatchObject({
      status: 'queued',
      recipients: [{ status: 'queued', response: expect.stringContaining('Greylisted') }],
    })
    expect(await send()).toBe(0)
    world.pass(minute)
    await send()
    const [second] = await outbox()
    expect(Date.parse(second?.nextAttemptAt ?? '') - world.now().getTime()).toBeGreaterThan(40_000)
    sink.onRecipient = () => undefined
    world.pass(2 * minute)
    await send()
    expect((await outbox())[0]?.delivery).toMatchObject({ status: 'sent', attempts: 3 })
    expect(await eventsOf(ticketId)).toMatchObject([{ type: 'mail.delivered' }])
  })

  test('with 4xx for two days: the mail fails, and the ticket shows it', async () => {
    const ticketId = await answeredTicket(world)
    sink.onText = () => '452 4.3.1 Disk full'
    await send()
    world.pass(49 * hour)
    await send()
    expect((await outbox())[0]?.delivery.status).toBe('failed')
    expect(await eventsOf(ticketId)).toMatchObject([{ type: 'mail.failed' }])
    const [failed] = (await outbox())[0]?.delivery.recipients ?? []
    expect(failed?.response).toContain('Given up after 48 hours')
    expect(failed?.response).toContain('Disk full')
  })

  test('with 5xx: the mail fails at once with the text of the server, and is not retried', async () => {
    const ticketId = await answeredTicket(world)
    sink.onRecipient = () => '550 5.1.1 No such user here'
    await send()
    world.pass(hour)
    expect(await send()).toBe(0)
    expect((await outbox())[0]?.delivery).toMatchObject({
      status: 'failed',
      recipients: [{ address: 'omar@acme.example', response: '550 No such user here'.replace('550', '550 5.1.1') }],
    })
    expect(await eventsOf(ticketId)).toMatchObject([{ type: 'mail.failed', payload: { mailId: expect.any(String) } }])
  })

  test('one of three recipients: the others get the mail, and only the delayed recipient is retried', async () => {
    await answeredTicket(world, { cc: ['full@acme.example', 'gone@acme.example'] })
    sink.onRecipient = address =>
      address.startsWith('gone') ? '550 5.1.1 Gone' : address.startsWith('full') ? '452 4.2.2 Full' : undefined
    await send()
    const statuses = async () =>
      Object.fromEntries(
        (await outbox())[0]?.delivery.recipients.map(it => [it.address.split('@')[0], it.status]) ?? [],
      )
    expect(await statuses()).toEqual({ omar: 'sent', full: 'queued', gone: 'failed' })
    sink.onRecipient = () => undefined
    world.pass(hour)
    await send()
    expect(sink.mails.map(mail => mail.to)).toEqual([['omar@acme.example'], ['full@acme.example']])
    expect(await statuses()).toEqual({ omar: 'sent', full: 'sent', gone: 'failed' })
    expect((await outbox())[0]?.delivery.status).toBe('failed')
  })

  test('at its greeting: the failure counts for the server, and the mail waits', async () => {
    await answeredTicket(world)
    await sink.stop()
    sink = await startSink({ onConnect: (_session, callback) => callback(new Error('Closed for today')) })
    await send()
    expect((await outbox())[0]?.delivery).toMatchObject({ status: 'queued', attempts: 1 })
  })
})

describe('a connection that drops', () => {
  test('after the text: the result is unknown, and the mail is sent again under the same Message-ID', async () => {
    await answeredTicket(world)
    sink.onText = () => 'drop'
    await send()
    expect((await outbox())[0]?.delivery).toMatchObject({ status: 'unknown', recipients: [{ status: 'unknown' }] })
    sink.onText = () => undefined
    world.pass(hour)
    await send()
    expect((await outbox())[0]?.delivery.status).toBe('sent')
    expect(sink.mails).toHaveLength(2)
    expect(sink.mails[0]?.raw).toBe(sink.mails[1]?.raw)
  })

  test('before it: the mail waits', async () => {
    await answeredTicket(world)
    const { port } = sink.server
    await sink.stop()
    await sendDueMails(world, createMailSender({ ...sink.server, port }, limits))
    expect((await outbox())[0]?.delivery).toMatchObject({ status: 'queued' })
    sink = await startSink()
  })

  test('never, but stays silent: the sender times out', async () => {
    await answeredTicket(world)
    sink.onRecipient = () => undefined
    const silent = await startSink({ onMailFrom: () => {} })
    const report = await createMailSender(silent.server, { ...limits, answerMs: 300 })(
      { from: 'a@b.example', to: ['c@d.example'], raw: Buffer.from('Subject: x\r\n\r\nx') },
      null,
    )
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false })
    await silent.stop()
  })
})

test('the mails of a ticket are sent in order; a delayed one delays the others for at most an hour', async () => {
  const ticketId = await answeredTicket(world)
  sink.onRecipient = () => '451 4.7.1 Later'
  await send()
  await answer(world, ticketId, { text: 'One more thing.' })
  expect(await send()).toBe(0)
  await answeredTicket(world)
  expect(await send()).toBe(1)
  sink.onRecipient = () => undefined
  world.pass(minute)
  while ((await send()) > 0);
  const texts = sink.mails.filter(mail => mail.parsed.to[0]).map(mail => mail.parsed.text.split('\n')[0])
  expect(texts.indexOf('One more thing.')).toBeGreaterThan(texts.indexOf('Restart it.'))
  expect(texts).toHaveLength(3)
})

test('a slow server delays no other mail, and a stop waits for it', async () => {
  await answeredTicket(world, { to: ['slow@acme.example'] })
  for (let index = 0; index < 6; index += 1) await answeredTicket(world, { to: [`fast${index}@acme.example`] })
  const slow = Promise.withResolvers<void>()
  const sendMail = createMailSender(sink.server, limits)
  const loop = startOutbox(world, async (copy, account) => {
    if (copy.to.includes('slow@acme.example')) await slow.promise
    return sendMail(copy, account)
  })
  await vi.waitFor(() => expect(sink.mails).toHaveLength(6), 10_000)
  const stopped = loop.stop()
  slow.resolve()
  await stopped
  expect(sink.mails).toHaveLength(7)
  expect(new Set((await outbox()).map(mail => mail.delivery.status))).toEqual(new Set(['sent']))
})

test('a stop waits only for the current recipient, and the next process sends to the others at once', async () => {
  await answeredTicket(world, { cc: ['nora@acme.example', 'lena@other.example'] })
  const slow = Promise.withResolvers<void>()
  const sendMail = createMailSender(sink.server, limits)
  let begun = 0
  const loop = startOutbox(world, async (copy, account) => {
    begun += 1
    await slow.promise
    return sendMail(copy, account)
  })
  await vi.waitFor(() => expect(begun).toBe(1), 10_000)
  const stopped = loop.stop()
  slow.resolve()
  await stopped
  expect(sink.mails.map(it => it.to)).toEqual([['omar@acme.example']])
  expect(await send()).toBe(1)
  expect(sink.mails).toHaveLength(3)
})

test('the mail of a killed sender is sent again when its lease expires', async () => {
  await answeredTicket(world)
  expect(await claimDueMails(world, 4)).toHaveLength(1)
  expect(await send()).toBe(0)
  world.pass(11 * minute)
  const [again] = await claimDueMails(world, 4)
  expect(again?.status).toBe('unknown')
})

test('a link is deleted after it is sent, and hidden while the mail is only caught', async () => {
  await requestPasswordReset(world, { email: 'omar@acme.example' })
  await world.settle()
  await sendDueMails(world, createMailSender(null))
  const [caught] = await outbox()
  const read = (mailId = '') => world.read(world.admin, reader => readOutboundMail(reader, { mailId }, world.blobs))
  expect((await read(caught?.id)).text).toBeNull()
  const kept = await world.pool.query('select text from outbound_mails')
  expect(kept.rows[0].text).toContain('token=')
  await world.pool.query('delete from outbound_mails')
  await requestPasswordReset(world, { email: 'lena@other.example' })
  await world.settle()
  const { rows } = await world.pool.query('select blob_key as "blobKey" from outbound_mails')
  await send()
  expect(sink.mails[0]?.parsed.text).toContain('token=')
  const [sent] = await outbox()
  expect((await read(sent?.id)).text).toBeNull()
  await expect(world.blobs.read(rows[0].blobKey)).rejects.toThrow()
})
