import { answer } from '@gotrs/core/testing/outbound/answer'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { requestPasswordReset } from '../accounts/request-password-reset.ts'
import { insertMessage, typedMessage } from '../conversation/new-message.ts'
import { systemActor, type UserActor } from '../kernel/actor.ts'
import { addNote } from '../messages/add-note.ts'
import { cancelMail } from './cancel.ts'
import { claimDueMails } from './claim.ts'
import type { ClaimedMail } from './claimed-mail.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { recordDelivery } from './record.ts'
import { retryDelivery, retryMail } from './retry.ts'
import { readMail } from './show-mail.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  world.pass(2 * hour)
})

/** An answer of Ana's, to Omar and a colleague of his. */
async function answered() {
  const { ticketId } = await ask(world, world.ana, { customerEmail: 'omar@acme.example' })
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  const messageId = await answer(world, ticketId, { cc: ['boss@acme.example'] })
  const [mail] = await writtenMails(world, 'reply')
  return { ticketId, messageId, mailId: mail?.id ?? '' }
}

async function claim(): Promise<ClaimedMail> {
  const [mail] = await claimDueMails(world, 4)
  if (!mail) throw new Error('no mail was due')
  return mail
}
const report = async (reported: DeliveryReport) => recordDelivery(world, await claim(), reported)
const refuse = (addresses: string[]) =>
  report({
    kind: 'answered',
    accepted: [],
    refused: addresses.map(address => ({ address, isPermanent: true, response: '550 5.1.1 no such user' })),
    response: '250 2.0.0 taken',
  })
const putOff = () => report({ kind: 'refused', isPermanent: false, response: '451 4.7.1 later' })
const retry = (mailId: string) => world.run(world.admin, uow => retryMail(uow, { mailId }))
const cancel = (mailId: string) => world.run(world.admin, uow => cancelMail(uow, { mailId }))
const stands = async (mailId: string) => {
  const { delivery } = await world.read(systemActor('setup'), reader => readMail(reader, mailId))
  return [delivery.status, ...delivery.recipients.map(it => `${it.address.split('@')[0]} ${it.status}`)]
}
const eventsOf = async (ticketId: string) => {
  const sql = "select type from events where ticket_id = $1 and type like 'mail.%' order by created_at, id"
  return (await world.pool.query<{ type: string }>(sql, [ticketId])).rows.map(it => it.type)
}

describe('a mail that has failed', () => {
  test('is due again at once for whom it failed, with the same bytes, and the ticket says so', async () => {
    const { ticketId, mailId } = await answered()
    const [written] = await writtenMails(world, 'reply')
    await refuse(['boss@acme.example'])
    expect(await stands(mailId)).toEqual(['failed', 'omar sent', 'boss failed'])
    await retry(mailId)
    expect(await stands(mailId)).toEqual(['queued', 'omar sent', 'boss queued'])
    const again = await claim()
    const waiting = again.waitingFor.map(it => it.address)
    expect(waiting).toEqual(['boss@acme.example'])
    expect(again).toMatchObject({ rfcMessageId: written?.rfcMessageId, blobKey: written?.blobKey })
    await recordDelivery(world, again, {
      kind: 'answered',
      accepted: waiting,
      refused: [],
      response: '250 ok',
    })
    expect(await stands(mailId)).toEqual(['sent', 'omar sent', 'boss sent'])
    expect(await eventsOf(ticketId)).toEqual(['mail.failed', 'mail.retried', 'mail.delivered'])
  })

  test('has 48 hours again, and waits at first as briefly as a new one', async () => {
    const { mailId } = await answered()
    await putOff()
    world.pass(49 * hour)
    await putOff()
    expect(await stands(mailId)).toEqual(['failed', 'omar failed', 'boss failed'])
    await retry(mailId)
    await putOff()
    expect(await stands(mailId)).toEqual(['queued', 'omar queued', 'boss queued'])
    expect(await claimDueMails(world, 4)).toEqual([])
    world.pass(minute)
    await putOff()
    world.pass(47 * hour)
    await putOff()
    expect((await stands(mailId))[0]).toBe('queued')
    world.pass(2 * hour)
    await putOff()
    expect((await stands(mailId))[0]).toBe('failed')
  })

  test('is not sent again where everybody has it, or where it waits by itself', async () => {
    const { mailId } = await answered()
    await expect(retry(mailId)).rejects.toMatchObject({ code: 'wrong_status', params: { status: 'queued' } })
    await report({ kind: 'answered', accepted: [], refused: [], response: '250 ok' })
    await expect(retry(mailId)).rejects.toMatchObject({ code: 'wrong_status', params: { status: 'sent' } })
    await expect(retry(world.admin.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is not written again where it held a link', async () => {
    await requestPasswordReset(world, { email: 'lena@other.example' })
    await world.settle()
    await refuse(['lena@other.example'])
    const [mail] = await writtenMails(world, 'password_reset')
    await expect(retry(mail?.id ?? '')).rejects.toMatchObject({ code: 'raw_mail_gone' })
  })
})

describe('a mail that waits', () => {
  test('is not sent any more once it was cancelled, and can be sent after all', async () => {
    const { ticketId, mailId } = await answered()
    await cancel(mailId)
    expect(await stands(mailId)).toEqual(['cancelled', 'omar cancelled', 'boss cancelled'])
    world.pass(hour)
    expect(await claimDueMails(world, 4)).toEqual([])
    await expect(cancel(mailId)).rejects.toMatchObject({ code: 'wrong_status' })
    await retry(mailId)
    expect((await claim()).waitingFor.map(it => it.address).sort()).toEqual(['boss@acme.example', 'omar@acme.example'])
    expect(await eventsOf(ticketId)).toEqual(['mail.cancelled', 'mail.retried'])
  })

  test('is cancelled only for the recipients who did not get it', async () => {
    const { mailId } = await answered()
    const refused = [{ address: 'boss@acme.example', isPermanent: false, response: '452 4.2.2 full' }]
    await report({ kind: 'answered', accepted: [], refused, response: '250 ok' })
    await cancel(mailId)
    expect(await stands(mailId)).toEqual(['cancelled', 'omar sent', 'boss cancelled'])
  })

  test('is out of our hands while it is being sent: neither cancelled nor sent twice', async () => {
    const { mailId } = await answered()
    await report({ kind: 'unknown', response: 'the line broke' })
    world.pass(hour)
    const inHand = await claim()
    const refused = { code: 'wrong_status', params: { reason: expect.stringContaining('is sending') } }
    await expect(cancel(mailId)).rejects.toMatchObject(refused)
    await expect(retry(mailId)).rejects.toMatchObject(refused)
    await recordDelivery(world, inHand, { kind: 'unknown', response: 'the line broke' })
    await retry(mailId)
    expect(await stands(mailId)).toEqual(['unknown', 'omar unknown', 'boss unknown'])
    expect((await claim()).rfcMessageId).toBe(inHand.rfcMessageId)
  })

  test('and was cancelled after its sender died stays so, whatever the sender still says', async () => {
    const { mailId } = await answered()
    const first = await claim()
    world.pass(11 * minute)
    await cancel(mailId)
    await recordDelivery(world, first, { kind: 'refused', isPermanent: false, response: '451 later' })
    expect(await stands(mailId)).toEqual(['cancelled', 'omar cancelled', 'boss cancelled'])
    world.pass(2 * hour)
    expect(await claimDueMails(world, 4)).toEqual([])
  })
})

test('an answer that no mailbox could send is written when it is tried again, under the Message-ID it was given', async () => {
  const { ticketId } = await ask(world, world.ana, { customerEmail: 'omar@acme.example' })
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  await world.db.update(mailboxes).set({ isActive: false })
  const message = typedMessage({
    kind: 'public',
    channel: 'web',
    text: 'Yes, at last.',
    html: null,
    to: ['omar@acme.example'],
  })
  await world.run(systemActor('setup'), async uow => {
    const messageId = await insertMessage(uow, { ticketId, authorId: world.ana.id, isFromStaff: true }, message)
    uow.emit('message.sent', { messageId, channel: 'web' }, { ticketId, ticketVersion: 1 })
  })
  await world.settle()
  const [unwritten] = await writtenMails(world, 'reply')
  const mailId = unwritten?.id ?? ''
  expect(unwritten).toMatchObject({ status: 'failed', blobKey: null })
  await expect(retry(mailId)).rejects.toMatchObject({ code: 'mailbox_unusable' })
  expect((await stands(mailId))[0]).toBe('failed')
  await world.db.update(mailboxes).set({ isActive: true })
  await retry(mailId)
  const [written] = await writtenMails(world, 'reply')
  expect(written?.parsed).toMatchObject({ messageId: unwritten?.rfcMessageId, to: [{ address: 'omar@acme.example' }] })
  expect(written?.parsed.text).toContain('Yes, at last.')
  expect(written?.recipients[0]?.replyAddress).toMatch(/^support\+t\d+-/)
  expect((await claim()).envelopeFrom).toBe('support@gotrs.example')
})

describe('the retry of an answer', () => {
  const retryAs = (actor: UserActor, messageId: string) => world.run(actor, uow => retryDelivery(uow, { messageId }))

  test('is for staff who may answer the ticket', async () => {
    const { messageId, mailId } = await answered()
    await refuse(['omar@acme.example', 'boss@acme.example'])
    await expect(retryAs(world.ben, messageId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(retryAs(world.omar, messageId)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(world.run(systemActor('mail'), uow => retryDelivery(uow, { messageId }))).rejects.toMatchObject({
      code: 'forbidden',
    })
    await retryAs(world.ana, messageId)
    expect(await stands(mailId)).toEqual(['queued', 'omar queued', 'boss queued'])
  })

  test('is about a message that left as mail', async () => {
    const { ticketId } = await ask(world, world.omar)
    const note = await world.run(world.ana, uow => addNote(uow, { ticketId, text: 'Hm.', attachmentIds: [] }))
    await expect(retryAs(world.ana, note.messageId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(retryAs(world.omar, note.messageId)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
