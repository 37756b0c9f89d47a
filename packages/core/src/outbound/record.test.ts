import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import type { Bounce } from '@gotrs/mail/parsed-mail'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { takeBounce } from '../inbound/filing/bounce.ts'
import { systemActor } from '../kernel/actor.ts'
import { replyToTicket } from '../messages/reply.ts'
import { claimDueMails } from './claim.ts'
import type { ClaimedMail } from './claimed-mail.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { recordDelivery } from './record.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(() => world.pass(2 * hour))

/** An answer of Ana's, in the hands of a sender. */
async function claimedAnswer(): Promise<ClaimedMail> {
  const { ticketId } = await ask(world, world.omar)
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  const version = await versionNow(world, ticketId)
  const input = { ticketId, version, text: 'Yes.', attachmentIds: [], thenResolve: false }
  await world.run(world.ana, uow => replyToTicket(uow, input))
  await world.settle()
  return claim()
}

async function claim(): Promise<ClaimedMail> {
  const [mail] = await claimDueMails(world, 4)
  if (!mail) throw new Error('no mail was due')
  return mail
}

const stands = async (mail: ClaimedMail) => {
  const [row] = await world.db.select().from(outboundMails).where(eq(outboundMails.id, mail.id))
  const recipients = await world.db.select().from(outboundRecipients).where(eq(outboundRecipients.mailId, mail.id))
  return { mail: row?.status, recipients: recipients.map(it => it.status) }
}
const eventsOf = async (mail: ClaimedMail) =>
  (await world.pool.query("select type from events where payload ->> 'mailId' = $1", [mail.id])).rows.map(it => it.type)
const accepted: DeliveryReport = {
  kind: 'answered',
  accepted: ['omar@acme.example'],
  refused: [],
  response: '250 ok',
}

test('an answer of a server that is cut in the middle of a character is recorded', async () => {
  const mail = await claimedAnswer()
  const response = `250 ${'x'.repeat(995)}\u{1f600} taken`
  await recordDelivery(world, mail, { ...accepted, response })
  expect(await stands(mail)).toEqual({ mail: 'sent', recipients: ['sent'] })
})

test('a sender whose lease has ended writes nothing on the mail that another one holds', async () => {
  const first = await claimedAnswer()
  world.pass(11 * minute)
  const second = await claim()
  expect(second.id).toBe(first.id)
  await recordDelivery(world, first, { kind: 'refused', isPermanent: true, response: '550 no' })
  world.pass(5 * minute)
  expect(await claimDueMails(world, 4)).toEqual([])
  await recordDelivery(world, second, accepted)
  expect(await stands(first)).toEqual({ mail: 'sent', recipients: ['sent'] })
  expect(await eventsOf(first)).toEqual(['mail.delivered'])
})

const takeBounceOf = (mail: ClaimedMail) => {
  const bounce: Bounce = {
    recipient: 'omar@acme.example',
    action: 'failed',
    status: '5.1.1',
    diagnostic: '550 no such user',
    originalMessageId: mail.rfcMessageId,
  }
  return world.run(systemActor('mail'), uow => takeBounce(uow, { addressedTo: [], bounces: [bounce] }))
}

test('a bounce that arrives before its mail is recorded as sent stays recorded', async () => {
  const mail = await claimedAnswer()
  await takeBounceOf(mail)
  await recordDelivery(world, mail, accepted)
  expect(await stands(mail)).toEqual({ mail: 'failed', recipients: ['failed'] })
  expect(await eventsOf(mail)).toEqual(['mail.failed'])
})

test('shows in the ticket that its mail was caught', async () => {
  const mail = await claimedAnswer()
  const { sessionId } = await world.sessions.open(world.ana.id, { userAgent: 'Firefox' })
  const abort = new AbortController()
  const heard: string[] = []
  const stream = world.live.watch(world.ana, { kind: 'session', sessionId }, abort.signal)
  const listening = (async () => {
    for await (const hint of stream) heard.push(hint.type)
  })().catch(() => {})
  // Until it listens: an event before that reaches nobody.
  const about = { ticketId: mail.ticketId ?? '', ticketVersion: 1 }
  await vi.waitFor(async () => {
    await world.run(systemActor('desk'), async uow => uow.emit('ticket.opened', {}, about))
    await vi.waitFor(() => expect(heard).toContain('ticket.opened'), { timeout: 250 })
  }, 10_000)
  await recordDelivery(world, mail, { kind: 'caught' })
  await vi.waitFor(() => expect(heard).toContain('mail.caught'), 10_000)
  abort.abort()
  await listening
  expect(await eventsOf(mail)).toEqual(['mail.caught'])
})

test('a mail to one person who got it before somebody else is recorded as it is', async () => {
  const mail = await claimedAnswer()
  await world.pool.query(
    `insert into outbound_recipients (mail_id, address, kind, status, updated_at) values ($1, 'lena@acme.example', 'cc', 'failed', now())`,
    [mail.id],
  )
  await recordDelivery(world, mail, accepted)
  expect((await stands(mail)).mail).toBe('failed')
  expect(await eventsOf(mail)).toEqual([])
})

test('records the version that the ticket has by then', async () => {
  const mail = await claimedAnswer()
  await world.pool.query('update tickets set version = version + 5 where id = $1', [mail.ticketId])
  const version = await versionNow(world, mail.ticketId ?? '')
  await recordDelivery(world, mail, accepted)
  const { rows } = await world.pool.query(
    `select ticket_version, ticket_id from events where type = 'mail.delivered' and payload ->> 'mailId' = $1`,
    [mail.id],
  )
  expect(rows).toEqual([{ ticket_version: version, ticket_id: mail.ticketId }])
})
