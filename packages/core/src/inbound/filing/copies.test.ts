import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { messagesOf, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replyToTicket } from '../../messages/reply.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

describe('people in copy', () => {
  const addressesInCopy = async (ticketId: string | null) =>
    (
      await world.pool.query(
        'select u.email from ticket_participants p join users u on u.id = p.user_id where ticket_id = $1 order by 1',
        [ticketId],
      )
    ).rows.map(row => row.email)

  test('stay in the mail’s cc where the sender is not authenticated, colleagues too', async () => {
    const cc = ['nora@acme.example', 'lena@other.example']
    const row = await receive(world, letter({ headers: [`Cc: ${cc.join(', ')}`] }))
    expect(await addressesInCopy(row.ticketId)).toEqual([])
    const [message] = await messagesOf(world, row.ticketId)
    expect(message).toMatchObject({ cc, senderVerdict: 'unknown' })
  })

  test('get no answer where a forger wrote the envelope as well', async () => {
    const mail = letter({ text: 'Please send me my contract.', headers: ['Cc: x@evil.example'] })
    const { ticketId } = await receive(world, mail, { envelopeFrom: 'omar@acme.example' })
    const { id, version } = await ticketOf(world, ticketId)
    const answer = { ticketId: id, version, text: 'Here it is.', attachmentIds: [], thenResolve: false }
    await world.run(world.ana, uow => replyToTicket(uow, answer))
    await world.settle()
    const { rows } = await world.pool.query(
      `select distinct r.address from outbound_recipients r join outbound_mails m on m.id = r.mail_id
       where m.ticket_id = $1`,
      [ticketId],
    )
    expect(rows).toEqual([{ address: 'omar@acme.example' }])
  })

  test('in another order by many mails at once are all filed', async () => {
    const pairs = Array.from({ length: 6 }, (_, pair) => [1, 2, 3, 4, 5].map(i => `p${pair}-${i}@acme.example`))
    const mails = pairs.flatMap(people => [
      letter({ from: people[0], headers: [`Cc: ${people.slice(1).join(', ')}`] }),
      letter({ from: people[4], headers: [`Cc: ${people.slice(0, 4).reverse().join(', ')}`] }),
    ])
    const rows = await Promise.all(mails.map(mail => receive(world, mail)))
    expect(rows.map(row => row.outcome)).toEqual(Array(12).fill('created'))
  })

  test.each([
    ['the envelope names another sender', letter({ headers: ['Cc: x@evil.example'] }), 'x@evil.example'],
    [
      'a server says that the sender is forged',
      letter({
        headers: [
          'Authentication-Results: mx.gotrs.example; dmarc=fail header.from=acme.example',
          'Cc: x@evil.example',
        ],
      }),
      'omar@acme.example',
    ],
    [
      'there are two senders',
      letter({ from: 'omar@acme.example, x@evil.example', headers: ['Cc: x@evil.example'] }),
      'omar@acme.example',
    ],
  ])('share nothing where %s', async (_why, mail, envelopeFrom) => {
    const row = await receive(world, mail, { envelopeFrom })
    expect(row.outcome).toBe('created')
    expect(await addressesInCopy(row.ticketId)).toEqual([])
    const [message] = await messagesOf(world, row.ticketId)
    expect(message).toMatchObject({ cc: ['x@evil.example'] })
  })
})

describe('people in copy of a sender whom the trusted server has proven', () => {
  const cc = 'Cc: lena@other.example, no-reply@service.example, support+x@gotrs.example, new@elsewhere.example'
  const passed = 'Authentication-Results: mx.gotrs.example; dkim=pass header.d=acme.example'
  const inCopy = async (ticketId: string | null) =>
    (
      await world.pool.query(
        'select u.email from ticket_participants p join users u on u.id = p.user_id where ticket_id = $1 order by 1',
        [ticketId],
      )
    ).rows.map(row => row.email)

  test('become participants; addresses that nobody reads and our own do not', async () => {
    const row = await receive(world, letter({ headers: [passed, cc] }), { envelopeFrom: 'bounce@relay.example' })
    expect(await inCopy(row.ticketId)).toEqual(['lena@other.example', 'new@elsewhere.example'])
    const [message] = await messagesOf(world, row.ticketId)
    expect(message?.senderVerdict).toBe('authenticated')
  })

  test('of an answer join its ticket by the same rule, where its writer takes part in it', async () => {
    const { ticketId, rfcMessageId } = await receive(world, letter())
    const headers = [passed, 'Cc: nora@acme.example', `In-Reply-To: ${rfcMessageId}`]
    const answer = await receive(world, letter({ headers }))
    expect(answer).toMatchObject({ outcome: 'appended', ticketId })
    expect(await inCopy(ticketId)).toEqual(['nora@acme.example'])
    const plain = ['Cc: vera@home.example', `In-Reply-To: ${rfcMessageId}`]
    await receive(world, letter({ headers: plain }))
    expect(await inCopy(ticketId)).toEqual(['nora@acme.example'])
  })

  test.each([
    ['another server’s word', 'Authentication-Results: mx.evil.example; dmarc=pass; dkim=pass header.d=acme.example'],
    [
      'a header under its name below its own',
      'Authentication-Results: mx.gotrs.example; dkim=none\r\nAuthentication-Results: mx.gotrs.example; dmarc=pass',
    ],
    ['the signature of another domain', 'Authentication-Results: mx.gotrs.example; dkim=pass header.d=evil.example'],
    ['SPF of another domain', 'Authentication-Results: mx.gotrs.example; spf=pass smtp.mailfrom=x@evil.example'],
    ['a public suffix', 'Authentication-Results: mx.gotrs.example; dkim=pass header.d=example'],
  ])('do not share it by %s', async (_what, header) => {
    const row = await receive(world, letter({ headers: [header, 'Cc: x@evil.example'] }))
    expect(row.outcome).toBe('created')
    expect(await inCopy(row.ticketId)).toEqual([])
  })

  test.each<[string, Letter]>([
    ['the desk is not among its recipients', { to: 'nora@acme.example' }],
    ['a program wrote it', { headers: ['Auto-Submitted: auto-generated'] }],
    ['a mailing list sent it', { headers: ['List-Id: <dev.acme.example>'] }],
    ['nobody reads its sender’s address', { from: 'bounces@acme.example' }],
  ])('do not share it where %s', async (_why, mail) => {
    const row = await receive(
      world,
      letter({ ...mail, headers: [passed, 'Cc: lena@other.example', ...(mail.headers ?? [])] }),
    )
    expect(row).toMatchObject({ outcome: 'created', senderVerdict: 'authenticated' })
    expect(await inCopy(row.ticketId)).toEqual([])
  })

  test('are no more than make a conversation', async () => {
    const crowd = Array.from({ length: 21 }, (_, at) => `p${at}@elsewhere.example`).join(', ')
    const row = await receive(world, letter({ headers: [passed, `Cc: ${crowd}`] }))
    expect(await inCopy(row.ticketId)).toEqual([])
  })
})
