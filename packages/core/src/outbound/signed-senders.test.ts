import { answer } from '@gotrs/core/testing/outbound/answer'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { readReplyAddress } from '@gotrs/mail/reply-address'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeliveryReport } from './delivery-report.ts'
import type { OutgoingCopy } from './outgoing-copies.ts'
import { sendDueMails } from './send.ts'

let world: World
let ticketId: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  world.pass(48 * hour)
  await world.pool.query('update mailboxes set refuses_signed_senders_since = null')
  ticketId = (await ask(world, world.omar)).ticketId
  await world.settle()
  await world.pool.query('delete from outbound_mails')
})

const refused: DeliveryReport = {
  kind: 'refused',
  isPermanent: true,
  refusesSender: true,
  response: '553 5.7.1 Sender address rejected: not owned by user support',
}
const isSigned = ({ from }: OutgoingCopy) => readReplyAddress(from) !== null

/** Answers the ticket and sends the mail to a server that rejects the senders of `refuses`. @returns the senders that it saw */
async function send(refuses: (copy: OutgoingCopy) => DeliveryReport | null): Promise<string[]> {
  const seen: string[] = []
  await answer(world, ticketId, { to: ['omar@acme.example'] })
  await sendDueMails(world, async copy => {
    seen.push(isSigned(copy) ? 'signed' : copy.from)
    return refuses(copy) ?? { kind: 'answered', accepted: copy.to, refused: [], response: '250 ok' }
  })
  return seen
}
const ownsPlainOnly = (copy: OutgoingCopy) => (isSigned(copy) ? refused : null)
const since = async () =>
  (
    await world.pool.query('select refuses_signed_senders_since as since from mailboxes where id = $1', [
      world.mailboxId,
    ])
  ).rows[0].since
const recipient = async () =>
  (
    await world.pool.query(
      `select r.status, r.response from outbound_recipients r join outbound_mails m on m.id = r.mail_id
       order by m.created_at desc limit 1`,
    )
  ).rows[0]

test('sends from the plain address at once where the server rejects the signed one, and remembers it for a day', async () => {
  expect(await send(ownsPlainOnly)).toEqual(['signed', 'support@gotrs.example'])
  expect(await recipient()).toMatchObject({ status: 'sent' })
  expect(world.now().getTime() - (await since()).getTime()).toBeLessThan(minute)
  world.pass(23 * hour)
  expect(await send(ownsPlainOnly)).toEqual(['support@gotrs.example'])
})

test('tries the signed sender again after a day, and deletes the refusal once it is accepted', async () => {
  await send(ownsPlainOnly)
  world.pass(25 * hour)
  expect(await send(ownsPlainOnly)).toEqual(['signed', 'support@gotrs.example'])
  expect(world.now().getTime() - (await since()).getTime()).toBeLessThan(minute)
  world.pass(25 * hour)
  expect(await send(() => null)).toEqual(['signed'])
  expect(await since()).toBeNull()
})

test('tries the plain sender also with a server that rejects the signed one only at the recipient', async () => {
  const atRecipient = (copy: OutgoingCopy): DeliveryReport | null =>
    isSigned(copy)
      ? {
          kind: 'answered',
          accepted: [],
          refused: [{ address: 'omar@acme.example', isPermanent: true, refusesSender: true, response: '553 5.7.1 no' }],
          response: '553 5.7.1 no',
        }
      : null
  expect(await send(atRecipient)).toEqual(['signed', 'support@gotrs.example'])
  expect(await recipient()).toMatchObject({ status: 'sent' })
})

test('a mail that is rejected from both senders has failed by itself, and the mailbox remembers nothing', async () => {
  const both = (copy: OutgoingCopy) => (isSigned(copy) ? refused : { ...refused, response: '550 5.7.1 no' })
  expect(await send(both)).toEqual(['signed', 'support@gotrs.example'])
  expect(await recipient()).toEqual({ status: 'failed', response: '550 5.7.1 no' })
  expect(await since()).toBeNull()
})

test('a refusal that says nothing of the sender is final without another try', async () => {
  const gone: DeliveryReport = { kind: 'refused', isPermanent: true, response: '550 5.1.1 no such user' }
  expect(await send(() => gone)).toEqual(['signed'])
  expect(await recipient()).toEqual({ status: 'failed', response: '550 5.1.1 no such user' })
})

test('a plain sender that is put off is tried again later, from the signed one first', async () => {
  const later: DeliveryReport = { kind: 'refused', isPermanent: false, response: '451 4.7.1 later' }
  expect(await send(copy => (isSigned(copy) ? refused : later))).toEqual(['signed', 'support@gotrs.example'])
  expect(await recipient()).toMatchObject({ status: 'queued' })
  world.pass(30 * minute)
  const seen: boolean[] = []
  await sendDueMails(world, async copy => {
    seen.push(isSigned(copy))
    return { kind: 'answered', accepted: copy.to, refused: [], response: '250 ok' }
  })
  expect(seen).toEqual([true])
})
