import { answer } from '@gotrs/core/testing/outbound/answer'
import { type DueMail, queueMails } from '@gotrs/core/testing/outbound/queue-mails'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { readMailbox } from '../mailboxes/queries.ts'
import { listMessages, readMessage } from '../messages/queries.ts'
import { claimDueMails } from './claim.ts'
import type { ClaimedMail } from './claimed-mail.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { giveUpWaiting } from './give-up.ts'
import { listOutbox } from './queries.ts'
import { recordDelivery } from './record.ts'
import { retryMail } from './retry.ts'

let world: World
let billing: string
beforeAll(async () => {
  world = await createWorld()
  billing = v7()
  await world.db.insert(mailboxes).values({
    id: billing,
    name: 'billing',
    address: 'billing@gotrs.example',
    displayName: 'Northwind Billing',
    queueId: world.billingId,
    createdAt: new Date('2026-10-01T09:00:00.000Z'),
  })
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  await world.db.update(mailboxes).set({ hourlyLimit: null, sendFailingSince: null, sendPausedUntil: null })
  world.pass(2 * hour)
})

const queued = (count: number, mail: DueMail = {}) => queueMails(world, count, mail)
const claim = (limit = 100) => claimDueMails(world, limit)
const report = (mails: ClaimedMail[], said: DeliveryReport) =>
  Promise.all(mails.map(mail => recordDelivery(world, mail, said)))
const taken: DeliveryReport = { kind: 'answered', accepted: ['omar@acme.example'], refused: [], response: '250 ok' }
const away: DeliveryReport = {
  kind: 'refused',
  isPermanent: false,
  isServerUnavailable: true,
  response: 'connect ECONNREFUSED',
}
const setLimit = (hourlyLimit: number | null) =>
  world.db.update(mailboxes).set({ hourlyLimit }).where(eq(mailboxes.id, world.mailboxId))
const waiting = async () => (await world.read(world.admin, reader => listOutbox(reader, { status: 'waiting' }))).items
const responses = async () => [...new Set((await waiting()).map(it => it.delivery.recipients[0]?.response))]

describe('a mailbox with an hourly limit', () => {
  test('sends so many in any hour, and says of the others why they wait', async () => {
    await setLimit(10)
    await queued(25)
    const first = await claim(6)
    expect(first).toHaveLength(6)
    await report(first, taken)
    world.pass(30 * minute)
    const second = await claim()
    expect(second).toHaveLength(4)
    expect(await claim()).toEqual([])
    await report(second, taken)
    expect(await responses()).toEqual(['Waits for the hourly limit: the mailbox has sent 10 mails in the last hour.'])
    world.pass(31 * minute)
    expect(await claim()).toHaveLength(6)
  })

  test('is named in the ticket whose answer waits for it', async () => {
    await setLimit(1)
    await queued(1)
    await report(await claim(1), taken)
    const { ticketId } = await ask(world, world.ana, { customerEmail: 'omar@acme.example' })
    const messageId = await answer(world, ticketId)
    const recipients = [
      { status: 'queued', response: expect.stringMatching(/^Waits for the hourly limit: .* 1 mail /) },
    ]
    const shown = { staff: { delivery: { status: 'queued', recipients } } }
    expect(await world.read(world.ana, reader => readMessage(reader, messageId))).toMatchObject(shown)
    const page = await world.read(world.ana, reader => listMessages(reader, { ticketId, limit: 50 }))
    expect(page.items.find(it => it.id === messageId)).toMatchObject(shown)
  })

  test('holds however many senders claim at once', async () => {
    await setLimit(7)
    await queued(40)
    for (let round = 0; round < 3; round += 1) {
      const claims = await Promise.all([claim(5), claim(5), claim(5), claim(5)])
      await report(claims.flat().slice(0, 2), taken)
    }
    const { rows } = await world.pool.query('select count(*)::int as tried from outbound_mails where attempts > 0')
    expect(rows).toEqual([{ tried: 7 }])
  })

  test('counts a mail that may have left, until it is due again', async () => {
    await setLimit(1)
    await queued(1)
    await report(await claim(), { kind: 'unknown', response: 'the line broke' })
    await queued(3)
    expect(await claim()).toEqual([])
    world.pass(minute)
    expect(await claim()).toHaveLength(1)
  })

  test('holds up no other mailbox', async () => {
    await setLimit(1)
    await queued(50)
    await queued(3, { mailboxId: billing })
    expect((await claim(4)).map(it => it.mailboxId).sort()).toEqual([billing, billing, billing, world.mailboxId].sort())
  })

  test('sends the answers of people before automatic mail, also of the same ticket', async () => {
    await setLimit(2)
    const { ticketId } = await ask(world, world.omar)
    await world.settle()
    await world.pool.query('delete from outbound_mails')
    await queued(5, { purpose: 'acknowledgement' })
    await queued(1, { purpose: 'acknowledgement', ticketId })
    world.pass(1_000)
    const [answer] = await queued(1, { ticketId })
    const claimed = await claim()
    expect(claimed.map(it => it.purpose)).toEqual(expect.arrayContaining(['reply', 'acknowledgement']))
    expect(claimed.map(it => it.id)).toContain(answer)
    expect(claimed).toHaveLength(2)
  })
})

describe('a server that takes no mail', () => {
  const mailbox = () => world.read(systemActor('setup'), reader => readMailbox(reader, world.mailboxId))

  test('is tried by one mail at a time, less and less often, while two hundred wait', async () => {
    await queued(200)
    await report(await claim(4), away)
    expect(await claim(4)).toEqual([])
    expect(await responses()).toEqual(
      expect.arrayContaining(['Waits: the server of the mailbox takes no mail. connect ECONNREFUSED']),
    )
    expect((await mailbox())?.state).toMatchObject({ lastSendError: 'connect ECONNREFUSED' })
    let asked = 0
    for (let minutes = 0; minutes < 120; minutes += 1) {
      world.pass(minute)
      // New mail does not ask it either.
      await queued(1)
      const mails = await claim(4)
      asked += mails.length
      expect(mails.length).toBeLessThanOrEqual(1)
      await report(mails, away)
    }
    expect(asked).toBeGreaterThan(3)
    expect(asked).toBeLessThan(12)
  })

  test('is tried by only one of several senders', async () => {
    await queued(20)
    await report(await claim(1), away)
    world.pass(2 * minute)
    const claims = await Promise.all([claim(4), claim(4), claim(4)])
    expect(claims.flat()).toHaveLength(1)
    expect(await claim(4)).toEqual([])
  })

  test('gets everything as soon as it answers again, even if only to reject', async () => {
    await queued(20)
    await report(await claim(4), away)
    world.pass(2 * minute)
    await report(await claim(4), { kind: 'refused', isPermanent: true, response: '550 no' })
    expect(await claim(100)).toHaveLength(19)
    expect((await mailbox())?.state).toMatchObject({ lastSendError: null })
  })

  test('that accepts mail is recorded once a minute, and at once when it was unavailable', async () => {
    const sentAt = async () => (await mailbox())?.state.lastSentAt
    const take = async () => {
      await queued(1)
      await report(await claim(1), taken)
      return sentAt()
    }
    const first = await take()
    expect(first).not.toBeNull()
    world.pass(50_000)
    expect(await take()).toBe(first)
    world.pass(11_000)
    const second = await take()
    expect(second).not.toBe(first)
    await queued(1)
    await report(await claim(1), away)
    expect((await mailbox())?.state).toMatchObject({ lastSendError: 'connect ECONNREFUSED' })
    await world.db.update(mailboxes).set({ sendPausedUntil: null })
    world.pass(1_000)
    await take()
    expect((await mailbox())?.state.lastSendError).toBeNull()
    expect(await sentAt()).not.toBe(second)
  })

  test('holds up no other mailbox', async () => {
    await queued(5)
    await queued(5, { mailboxId: billing })
    await report(
      (await claim()).filter(it => it.mailboxId === world.mailboxId),
      away,
    )
    await world.pool.query('update outbound_mails set leased_until = null')
    const mails = await claim()
    expect(mails.filter(it => it.mailboxId === world.mailboxId)).toEqual([])
    expect(mails).toHaveLength(5)
  })

  test('is tried at once when an admin corrects the account, or retries a mail by hand', async () => {
    const [first = ''] = await queued(5)
    await report(await claim(1), away)
    await world.run(systemActor('setup'), async uow => uow.emit('mailbox.updated', { mailboxId: world.mailboxId }))
    await world.settle()
    const [mail] = await claim()
    await report(mail ? [mail] : [], away)
    expect(await claim()).toEqual([])
    await world.pool.query("update outbound_mails set status = 'failed', next_attempt_at = null where id = $1", [first])
    await world.pool.query("update outbound_recipients set status = 'failed' where mail_id = $1", [first])
    await world.run(world.admin, uow => retryMail(uow, { mailId: first }))
    expect(await claim()).toHaveLength(1)
  })

  test('for two days: all that have waited so long fail with its words, younger ones wait on', async () => {
    const tick = () => world.run(systemActor('clock'), uow => giveUpWaiting.batch(uow))
    await queued(60)
    for (let hours = 0; hours < 47; hours += 1) {
      await report(await claim(4), away)
      world.pass(hour)
    }
    const [young] = await queued(1)
    expect(await tick()).toBe(0)
    world.pass(2 * hour)
    await report(await claim(4), away)
    let done = 0
    for (let batch = await tick(); batch > 0; batch = await tick()) done += batch
    expect(done).toBeGreaterThanOrEqual(59)
    expect((await waiting()).map(it => it.id)).toEqual([young])
    const failed = (await world.read(world.admin, reader => listOutbox(reader, { status: 'failed' }))).items
    expect(failed[0]?.delivery.recipients[0]?.response).toBe('Given up after 48 hours. connect ECONNREFUSED')
  })
})
