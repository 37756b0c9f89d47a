import { type Letter, letter as letterOf, receive } from '@gotrs/core/testing/inbound/letters'
import { authenticate } from '@gotrs/core/testing/outbound/authenticate'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { ask, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rerouteMail } from '../inbound/admin/reroute.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
// Every test begins in an hour of its own.
beforeEach(async () => {
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  world.pass(2 * hour)
})

/** Written just now. */
const letter = (more: Letter = {}) => letterOf({ date: world.now(), ...more })

async function acknowledgements() {
  await world.settle()
  return writtenMails(world, 'acknowledgement')
}

/** Filed with this verdict on its sender, before its acknowledgement is written. */
const receiveWith = async (raw: Buffer, verdict?: string | null) =>
  authenticate(world, await receive(world, raw, { isSecondTry: true }), verdict)

test('acknowledges a mail in a way that no autoresponder answers', async () => {
  const row = await receiveWith(letter({ messageId: '<ack@acme.example>' }))
  const [mail, ...more] = await acknowledgements()
  expect(more).toEqual([])
  expect(mail?.envelopeFrom).toBe('')
  expect(mail?.header).toMatch(/^Auto-Submitted: auto-replied$/m)
  expect(mail?.parsed).toMatchObject({
    to: [{ address: 'omar@acme.example' }],
    inReplyTo: '<ack@acme.example>',
    subject: 'We received your request: VPN drops at noon',
  })
  expect(mail?.ticketId).toBe(row.ticketId)
  expect(mail?.raw).not.toContain('It drops every day')
})

test('a sender who is proven is answered once an hour at the most', async () => {
  for (let index = 0; index < 5; index += 1) await receiveWith(letter())
  expect(await acknowledgements()).toHaveLength(1)
  world.pass(hour + 1)
  await receiveWith(letter())
  expect(await acknowledgements()).toHaveLength(2)
})

test.each([null, 'unknown'])(
  'a sender with the verdict %s is answered once a day at the most, without a word of the mail',
  async verdict => {
    const send = async () => {
      await receiveWith(letter(), verdict)
      await world.settle()
    }
    await send()
    for (let hours = 0; hours < 23; hours += 1) {
      world.pass(hour)
      await send()
    }
    const mails = await acknowledgements()
    expect(mails).toHaveLength(1)
    expect(mails[0]?.raw).not.toMatch(/VPN drops|Omar/)
    world.pass(hour)
    await send()
    expect(await acknowledgements()).toHaveLength(2)
  },
)

test('a sender who is contradicted gets nothing, since somebody else wrote in that name', async () => {
  await receiveWith(letter(), 'contradicted')
  expect(await acknowledgements()).toEqual([])
})

test('the writer of a mail that an admin files by hand into a queue gets nothing', async () => {
  const by = (way: string) =>
    letter({ from: 'lena@other.example', messageId: '<twice@other.example>', headers: [`X-Received: ${way}`] })
  await receive(world, by('one'))
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  const { id: mailId, outcome, automaticKind } = await receive(world, by('another'))
  expect({ outcome, automaticKind }).toEqual({ outcome: 'duplicate', automaticKind: 'no' })
  const filed = await rerouteMail(world, world.admin, { mailId, to: { queueId: world.billingId } })
  expect(filed).toMatchObject({ outcome: 'created', rule: 'by_hand' })
  expect(await acknowledgements()).toEqual([])
})

test('twenty requests in the name of a victim make one mail to the victim, without a word of the forger', async () => {
  for (let index = 0; index < 20; index += 1) {
    await receive(world, letter({ from: 'victim@else.example', subject: `Buy now ${index}` }), {
      envelopeFrom: 'x@evil.example',
    })
  }
  const mails = await acknowledgements()
  expect(mails).toHaveLength(1)
  expect(mails[0]?.raw).not.toMatch(/buy now/i)
})

test('acknowledges a ticket from the portal, and not one that staff create', async () => {
  await ask(world, world.lena)
  expect((await acknowledgements()).map(mail => mail.parsed.to[0]?.address)).toEqual(['lena@other.example'])
  await ask(world, world.ana, { customerEmail: 'nora@acme.example' })
  expect(await acknowledgements()).toHaveLength(1)
})

test.each([
  ['a machine', { headers: ['Auto-Submitted: auto-generated'] }],
  ['a list', { headers: ['List-Id: <news.acme.example>'] }],
  ['bulk mail', { headers: ['Precedence: bulk'] }],
  ['an address nobody reads', { from: 'no-reply@shop.example' }],
  ['an agent', { from: 'ana@gotrs.example' }],
])('%s is not answered', async (_who, fields) => {
  const row = await receive(world, letter(fields))
  expect(row.outcome).toBe('created')
  expect(await acknowledgements()).toEqual([])
})

test('mail from the empty envelope sender is not answered', async () => {
  await receive(world, letter({ from: 'lena@other.example' }), { envelopeFrom: '' })
  expect(await acknowledgements()).toEqual([])
})

test('two desks that acknowledge each other stop at once', async () => {
  await receive(world, letter({ from: 'help@otherdesk.example' }))
  const [ours] = await acknowledgements()
  expect(ours?.parsed.to[0]?.address).toBe('help@otherdesk.example')
  const echo = letter({
    from: 'help@otherdesk.example',
    subject: 'We have your request too',
    to: ours?.parsed.replyTo?.address ?? '',
    headers: ['Auto-Submitted: auto-replied', `In-Reply-To: ${ours?.rfcMessageId}`],
  })
  const row = await receive(world, echo, { envelopeTo: [ours?.parsed.replyTo?.address ?? ''], envelopeFrom: '' })
  expect(row).toMatchObject({ outcome: 'auto_reply', ticketId: ours?.ticketId })
  expect(await acknowledgements()).toHaveLength(1)
})

describe('a mail that a spam filter has marked', () => {
  const marked = (header = 'X-Spam-Flag: YES') => letter({ from: 'lena@other.example', headers: [header] })
  const filters = (value: string) => world.pool.query('update mailboxes set spam_filters = $1', [value])

  test('is a ticket like any other, says why it is marked, and is not answered', async () => {
    const { ticketId } = await receive(world, marked())
    expect(await ticketOf(world, ticketId)).toMatchObject({ spamReason: 'X-Spam-Flag says YES.', status: 'new' })
    expect(await acknowledgements()).toEqual([])
  })

  test('is answered where no filter counts, or another one than it was marked by', async () => {
    await filters('spamassassin')
    expect((await ticketOf(world, (await receive(world, marked('X-Spam: Yes'))).ticketId)).spamReason).toBeNull()
    expect(await acknowledgements()).toHaveLength(1)
    world.pass(2 * 24 * 60 * 60_000)
    await filters('none')
    await receive(world, marked())
    expect(await acknowledgements()).toHaveLength(2)
    await filters('all')
  })
})

test('a mailbox without acknowledgements sends none, for tickets by mail or from the portal', async () => {
  await world.pool.query('update mailboxes set acknowledges = false')
  await receive(world, letter())
  await ask(world, world.lena)
  expect(await acknowledgements()).toEqual([])
  await world.pool.query('update mailboxes set acknowledges = true')
  await receive(world, letter())
  expect(await acknowledgements()).toHaveLength(1)
})

test.each(['received_at', 'arrived_at', 'written_at'])(
  'a mail whose %s is a day ago is not acknowledged',
  async column => {
    const row = await receive(world, letter(), { isSecondTry: true })
    const tooOld = new Date(world.now().getTime() - 25 * hour)
    await world.pool.query(`update inbound_mails set ${column} = $2 where id = $1`, [row.id, tooOld])
    expect(await acknowledgements()).toEqual([])
    expect(row.ticketId).toBeTruthy()
  },
)
