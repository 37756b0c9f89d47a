import { allKinds } from '@gotrs/core/testing/all-kinds'
import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { messagesOf, seen, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { signAgentAddress } from '@gotrs/mail/reply-address'
import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { resolverOf } from '@gotrs/mail/testing/authentication/zone'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { acceptHeld } from '../../messages/accept-held.ts'
import { moveMessage } from '../../messages/move.ts'
import { rejectHeld } from '../../messages/reject-held.ts'
import { markTicketRead } from '../../tickets/mark-read.ts'

let world: World
beforeEach(async () => {
  world = await createWorld({ dns: resolverOf(keyZone('acme.example')) })
  onTestFinished(() => world.remove())
  await world.pool.query("update mailboxes set older_mail = 'closed', takes_mail_from = $1", [world.now()])
})

const old = new Date('2024-05-06T07:08:09.000Z')
const receiveOlder = async (mail: Letter, arrivedAt = old, older: 'open' | 'closed' = 'closed') => {
  const row = await receive(world, letter(mail), { arrivedAt, older })
  await world.settle()
  return row
}
const sent = () => world.db.select().from(outboundMails)
const question = { messageId: '<question@acme.example>' }
const answer = { headers: ['In-Reply-To: <question@acme.example>'] }

describe('old mail', () => {
  test('opens a closed ticket of its day that is read and waits for nobody', async () => {
    const { ticketId } = await receiveOlder({})
    expect(await ticketOf(world, ticketId)).toMatchObject({
      ...{ status: 'closed', closedAt: old, createdAt: old, updatedAt: old, waitingSince: null, lastMessageAt: old },
    })
    expect(await messagesOf(world, ticketId)).toMatchObject([{ createdAt: old }])
    expect((await seen(world, world.ana, ticketId ?? '')).staff).toMatchObject({ isUnread: false })
    expect(await sent()).toEqual([])
  })

  test('that belongs to a current conversation does not change its state', async () => {
    await world.db.update(users).set({ mailedKinds: allKinds }).where(eq(users.id, world.ana.id))
    const { ticketId } = await receive(world, letter(question))
    await world.db
      .update(tickets)
      .set({ status: 'resolved', resolvedAt: world.now(), waitingSince: null, assigneeId: world.ana.id })
      .where(eq(tickets.id, ticketId ?? ''))
    await world.settle()
    const mails = await sent()
    const before = await ticketOf(world, ticketId)
    expect(await receiveOlder(answer)).toMatchObject({ outcome: 'appended', ticketId })
    expect(await ticketOf(world, ticketId)).toMatchObject({
      ...{ status: 'resolved', waitingSince: null, updatedAt: before.updatedAt },
      // Its place is right behind the message that it answers.
      lastMessageAt: new Date((before.lastMessageAt?.getTime() ?? 0) + 1),
    })
    expect(await sent()).toHaveLength(mails.length)
  })

  test('that names its closed ticket is part of it, and starts no follow-up', async () => {
    const { ticketId } = await receiveOlder(question)
    const later = new Date(old.getTime() + day)
    expect(await receiveOlder(answer, later)).toMatchObject({ outcome: 'appended', ticketId })
    expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'closed', lastMessageAt: later })
  })

  test('by somebody who takes no part is held without asking for a decision', async () => {
    const { ticketId } = await receiveOlder(question)
    expect(await receiveOlder({ ...answer, from: 'eve@evil.example' })).toMatchObject({ outcome: 'held', ticketId })
    expect(await ticketOf(world, ticketId)).toMatchObject({ heldCount: 0, lastHeldAt: null })
  })

  test('by an agent to an address of a notification leaves for nobody', async () => {
    const { ticketId } = await receive(world, letter(question))
    await world.settle()
    const { number } = await ticketOf(world, ticketId)
    const to = signAgentAddress({
      ...{ mailboxAddress: 'support@gotrs.example', ticketId: ticketId ?? '', ticketNumber: number },
      ...{ secret: world.vault.replyKey, agentId: world.ana.id, audience: 'public', issuedAt: world.now() },
    })
    const mails = await sent()
    expect(await receiveOlder({ from: 'Ana Agent <ana@gotrs.example>', to })).not.toMatchObject({ outcome: 'appended' })
    expect(await sent()).toHaveLength(mails.length)
  })

  test('asked for as open is unread, and waits for nobody all the same', async () => {
    await world.pool.query("update mailboxes set older_mail = 'open'")
    const { ticketId } = await receiveOlder({}, old, 'open')
    expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'new', createdAt: old, waitingSince: null })
    expect((await seen(world, world.ana, ticketId ?? '')).staff).toMatchObject({ isUnread: true })
    expect(await sent()).toEqual([])
  })

  test('brings nobody in copy into a ticket of today', async () => {
    const { ticketId } = await receive(world, letter(question))
    const mail = letter({ ...answer, headers: [...answer.headers, 'Cc: nora@acme.example'] })
    const fields = { domain: 'acme.example', fields: 'from:to:cc:subject' }
    const signed = Buffer.from(await sign(mail.toString(), fields))
    const row = await receive(world, signed, { arrivedAt: old, older: 'closed' })
    expect(row).toMatchObject({ outcome: 'appended', ticketId, senderVerdict: 'authenticated' })
    expect((await seen(world, world.ana, ticketId ?? '')).participants).toEqual([])
  })

  test('makes nobody wait, and no ticket read, when a message is moved', async () => {
    await world.pool.query("update mailboxes set older_mail = 'open'")
    const later = new Date(old.getTime() + day)
    const target = await receiveOlder({}, old, 'open')
    const source = await receiveOlder(question, old, 'open')
    const { ticketId } = await receiveOlder(answer, later, 'open')
    expect(ticketId).toBe(source.ticketId)
    const { version } = await ticketOf(world, source.ticketId)
    const moved = (await messagesOf(world, source.ticketId)).at(-1)?.id ?? ''
    const to = { ticketId: target.ticketId ?? '' }
    await world.run(world.admin, uow => moveMessage(uow, { messageId: moved, version, to }))
    expect(await ticketOf(world, source.ticketId)).toMatchObject({ waitingSince: null, lastCustomerMessageAt: old })
    expect(await ticketOf(world, target.ticketId)).toMatchObject({ waitingSince: null, lastCustomerMessageAt: later })
  })

  test('leaves its closed ticket closed when it is moved to another ticket and back', async () => {
    const source = await receiveOlder({})
    const target = await receiveOlder({})
    const [message] = await messagesOf(world, source.ticketId)
    const move = async (from: string | null, to: string | null) => {
      const { version } = await ticketOf(world, from)
      const input = { messageId: message?.id ?? '', version, to: { ticketId: to ?? '' } }
      await world.run(world.admin, uow => moveMessage(uow, input))
    }
    await move(source.ticketId, target.ticketId)
    await move(target.ticketId, source.ticketId)
    expect(await ticketOf(world, source.ticketId)).toMatchObject({ status: 'closed', waitingSince: null })
  })

  test('that is held reopens nothing and makes nobody wait when it is accepted', async () => {
    const { ticketId } = await receive(world, letter(question))
    await world.db
      .update(tickets)
      .set({ status: 'resolved', resolvedAt: world.now(), waitingSince: null })
      .where(eq(tickets.id, ticketId ?? ''))
    await receiveOlder({ ...answer, from: 'eve@evil.example' })
    const held = (await messagesOf(world, ticketId)).find(it => it.kind === 'held')
    await world.run(world.admin, uow => acceptHeld(uow, { messageId: held?.id ?? '' }))
    expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'resolved', waitingSince: null })
  })

  test('that is held asks for no decision after another one was made either', async () => {
    const { ticketId } = await receive(world, letter(question))
    await receiveOlder({ ...answer, from: 'eve@evil.example' })
    const { id } = await receive(world, letter({ ...answer, from: 'mia@evil.example' }))
    const held = (await messagesOf(world, ticketId)).find(it => it.inboundMailId === id)
    await world.run(world.admin, uow => rejectHeld(uow, { messageId: held?.id ?? '' }))
    expect(await ticketOf(world, ticketId)).toMatchObject({ heldCount: 0, lastHeldAt: null })
  })

  test('that is held, of what was asked for as open, leaves no ticket unread for ever', async () => {
    await world.pool.query("update mailboxes set older_mail = 'open'")
    const { ticketId } = await receive(world, letter(question))
    const { updatedAt } = await seen(world, world.ana, ticketId ?? '')
    await receiveOlder({ ...answer, from: 'eve@evil.example' }, old, 'open')
    await world.run(world.ana, uow => markTicketRead(uow, { ticketId: ticketId ?? '', seenAt: updatedAt }))
    expect((await seen(world, world.ana, ticketId ?? '')).staff).toMatchObject({ isUnread: false, heldCount: 1 })
  })
})

describe('new mail that waits in the ledger while its mailbox is pointed at another account', () => {
  /** All that came until then is old there. */
  const pointElsewhere = () =>
    world.pool.query("update mailboxes set older_mail = 'closed', takes_mail_from = $1", [
      new Date(world.now().getTime() + day),
    ])

  test('opens a ticket whose customer waits', async () => {
    await pointElsewhere()
    const { ticketId } = await receive(world, letter(), { arrivedAt: world.now() })
    expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'new', waitingSince: expect.any(Date) })
    await world.settle()
    expect(await sent()).toMatchObject([{ purpose: 'acknowledgement' }])
  })

  test('is news to the agent when it is accepted', async () => {
    await world.db.update(users).set({ mailedKinds: allKinds }).where(eq(users.id, world.ana.id))
    const { ticketId } = await receive(world, letter(question), { arrivedAt: world.now() })
    await world.db
      .update(tickets)
      .set({ assigneeId: world.ana.id })
      .where(eq(tickets.id, ticketId ?? ''))
    await receive(world, letter({ ...answer, from: 'eve@evil.example' }), { arrivedAt: world.now() })
    await world.settle()
    await pointElsewhere()
    const before = (await sent()).length
    const held = (await messagesOf(world, ticketId)).find(it => it.kind === 'held')
    await world.run(world.admin, uow => acceptHeld(uow, { messageId: held?.id ?? '' }))
    await world.settle()
    expect(await sent()).toHaveLength(before + 1)
  })
})

test('a mail by SMTP is new, whatever the date of its header says', async () => {
  const { ticketId } = await receive(world, letter({ date: old }))
  expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'new', waitingSince: expect.any(Date) })
})
