import { answer } from '@gotrs/core/testing/outbound/answer'
import { sendAll } from '@gotrs/core/testing/outbound/exchange-mail'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { readReplyAddress, verifyReplyToken } from '@gotrs/mail/reply-address'
import { asc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claimDueMails } from './claim.ts'
import type { DeliveryReport } from './delivery-report.ts'
import type { OutgoingCopy } from './outgoing-copies.ts'
import { recordDelivery } from './record.ts'
import { sendDueMails } from './send.ts'

let world: World
let ticketId: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  world.pass(2 * hour)
  ticketId = (await ask(world, world.omar)).ticketId
  await world.settle()
  await world.pool.query('delete from outbound_mails')
})

const readers = { to: ['omar@acme.example'], cc: ['nora@acme.example'], bcc: ['hidden@acme.example'] }
const taken = ({ to }: OutgoingCopy): DeliveryReport => ({
  kind: 'answered',
  accepted: to,
  refused: [],
  response: '250 ok',
})
const stands = async () => {
  const rows = await world.db
    .select({ mail: outboundMails.status, address: outboundRecipients.address, status: outboundRecipients.status })
    .from(outboundRecipients)
    .innerJoin(outboundMails, eq(outboundMails.id, outboundRecipients.mailId))
    .orderBy(asc(outboundRecipients.address))
  return [rows[0]?.mail, ...rows.map(it => `${it.address}: ${it.status}`)]
}

test('each recipient gets a copy with a reply address and an envelope sender of their own, and nothing else differs', async () => {
  await answer(world, ticketId, readers)
  const mails = await sendAll(world)
  expect(mails.map(it => it.to)).toEqual([['omar@acme.example'], ['nora@acme.example'], ['hidden@acme.example']])
  expect(new Set(mails.map(it => it.parsed.messageId)).size).toBe(1)
  const bodies = mails.map(({ raw }) => raw.subarray(raw.indexOf('\r\nFrom:')).toString('latin1'))
  expect(new Set(bodies).size).toBe(1)
  expect(bodies[0]).not.toContain('hidden@')
  for (const { from, to, parsed } of mails) {
    expect(from).toBe(parsed.replyTo?.address)
    expect(parsed.replyTo?.name).toBe('Northwind Support')
    const token = readReplyAddress(from)
    if (!token) throw new Error('no reply address')
    const made = (recipient: string) =>
      verifyReplyToken({ ...token, ticketId, recipient, secrets: world.vault.replyKeys })
    expect([...readers.to, ...readers.cc, ...readers.bcc].filter(made)).toEqual(to)
  }
})

test('a recipient who is rejected or deferred does not delay the others', async () => {
  await answer(world, ticketId, readers)
  const asked: string[] = []
  const sendCopy = async (copy: OutgoingCopy): Promise<DeliveryReport> => {
    asked.push(copy.to.join())
    if (copy.to[0] === 'omar@acme.example') return { kind: 'refused', isPermanent: true, response: '550 no' }
    if (copy.to[0] === 'nora@acme.example') return { kind: 'refused', isPermanent: false, response: '451 later' }
    return taken(copy)
  }
  await sendDueMails(world, sendCopy)
  expect(await stands()).toEqual([
    'queued',
    'hidden@acme.example: sent',
    'nora@acme.example: queued',
    'omar@acme.example: failed',
  ])
  world.pass(30 * minute)
  asked.length = 0
  await sendDueMails(world, async copy => {
    asked.push(copy.to.join())
    return taken(copy)
  })
  expect(asked).toEqual(['nora@acme.example'])
  expect((await stands())[0]).toBe('failed')
})

test('a sender that dies between two recipients leaves only the current one in doubt', async () => {
  await answer(world, ticketId, readers)
  const died = sendDueMails(world, async copy => {
    if (copy.to[0] === 'nora@acme.example') await new Promise(() => {})
    return taken(copy)
  })
  void died
  await expect.poll(async () => (await stands()).at(-1)).toBe('omar@acme.example: sent')
  world.pass(11 * minute)
  const asked: string[] = []
  await sendDueMails(world, async copy => {
    asked.push(copy.to.join())
    return taken(copy)
  })
  expect(asked).toEqual(['nora@acme.example', 'hidden@acme.example'])
  expect((await stands())[0]).toBe('sent')
})

test('a sender whose lease went to another one sends to nobody more', async () => {
  await answer(world, ticketId, readers)
  const asked: string[] = []
  const carry = (name: string) => async (copy: OutgoingCopy) => {
    asked.push(`${name}: ${copy.to[0]?.split('@')[0]}`)
    // The first one takes for so long that a second one claims the mail.
    if (asked.length === 1) {
      world.pass(11 * minute)
      await sendDueMails(world, carry('second'))
    }
    return taken(copy)
  }
  await sendDueMails(world, carry('first'))
  expect(asked).toEqual(['first: omar', 'second: omar', 'second: nora', 'second: hidden'])
  expect((await stands())[0]).toBe('sent')
})

test('a stop ends the mail after the recipient in hand; the next process sends to the others at once', async () => {
  await answer(world, ticketId, readers)
  const asked: string[] = []
  const carry = async (copy: OutgoingCopy) => {
    asked.push(copy.to.join())
    return taken(copy)
  }
  await sendDueMails(world, carry, () => true)
  expect(asked).toEqual(['omar@acme.example'])
  expect(await stands()).toEqual([
    'queued',
    'hidden@acme.example: queued',
    'nora@acme.example: queued',
    'omar@acme.example: sent',
  ])
  await sendDueMails(world, carry)
  expect(asked).toEqual(['omar@acme.example', 'nora@acme.example', 'hidden@acme.example'])
  expect((await stands())[0]).toBe('sent')
})

describe('a mailbox with an hourly limit', () => {
  const setLimit = (hourlyLimit: number | null) => world.db.update(mailboxes).set({ hourlyLimit })
  afterEach(() => setLimit(null))
  const five = ['nora', 'paul', 'rita', 'sven', 'tom'].map(name => `${name}@acme.example`)

  test('sends one mail in portions, so that no hour sees more recipients than the limit', async () => {
    await setLimit(2)
    await answer(world, ticketId, { to: ['omar@acme.example'], cc: five })
    const perHour: string[][] = []
    for (let hours = 0; hours < 3; hours += 1) {
      perHour.push((await sendAll(world)).flatMap(it => it.to))
      expect(await sendDueMails(world, async () => expect.unreachable('nothing may leave'))).toBe(0)
      world.pass(hour + 1)
    }
    expect(perHour.map(it => it.length)).toEqual([2, 2, 2])
    expect(perHour.flat()).toEqual(['omar@acme.example', ...five])
    expect((await stands())[0]).toBe('sent')
  })

  test('sends no second mail to more recipients than the first one left room for', async () => {
    await setLimit(4)
    await answer(world, ticketId, readers)
    await answer(world, ticketId, readers)
    expect((await sendAll(world)).flatMap(it => it.to)).toHaveLength(4)
  })

  test('counts the recipients that another sender has in its hands, and who bounced', async () => {
    await setLimit(4)
    await answer(world, ticketId, readers)
    const other = (await ask(world, world.lena)).ticketId
    await world.settle()
    await world.pool.query("delete from outbound_mails where purpose <> 'reply'")
    await answer(world, other, readers)
    const claims = await Promise.all([claimDueMails(world, 1), claimDueMails(world, 1), claimDueMails(world, 1)])
    const more = await claimDueMails(world, 4)
    expect([...claims.flat(), ...more].flatMap(it => it.waitingFor)).toHaveLength(4)
    for (const mail of [...claims.flat(), ...more]) {
      await recordDelivery(world, mail, { kind: 'answered', accepted: [], refused: [], response: '250 ok' })
    }
    await world.pool.query("update outbound_recipients set status = 'failed' where status = 'sent'")
    expect(await claimDueMails(world, 4)).toEqual([])
  })

  test('does not ask at once again who was put off, and reaches the others of that mail first', async () => {
    await setLimit(1)
    await answer(world, ticketId, { to: ['omar@acme.example'], cc: five.slice(0, 1) })
    const asked: string[] = []
    const carry = async (copy: OutgoingCopy): Promise<DeliveryReport> => {
      asked.push(copy.to.join())
      return asked.length === 1 ? { kind: 'refused', isPermanent: false, response: '451 later' } : taken(copy)
    }
    while ((await sendDueMails(world, carry)) > 0);
    expect(asked).toEqual(['omar@acme.example'])
    world.pass(minute)
    while ((await sendDueMails(world, carry)) > 0);
    expect(asked).toEqual(['omar@acme.example', 'nora@acme.example'])
    world.pass(hour + 1)
    while ((await sendDueMails(world, carry)) > 0);
    expect(asked.at(-1)).toBe('omar@acme.example')
    expect((await stands())[0]).toBe('sent')
  })
})

test('an unavailable server is tried once, not once for each recipient', async () => {
  await answer(world, ticketId, readers)
  let calls = 0
  await sendDueMails(world, async () => {
    calls += 1
    return { kind: 'refused', isPermanent: false, isServerUnavailable: true, response: 'connect ECONNREFUSED' }
  })
  expect(calls).toBe(1)
  expect(new Set((await stands()).map(it => it?.split(': ').at(-1)))).toEqual(new Set(['queued']))
})
