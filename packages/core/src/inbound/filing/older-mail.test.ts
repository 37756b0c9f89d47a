import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { signAgentAddress } from '@gotrs/mail/reply-address'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { messagesOf, seen, ticketOf } from '../../testing/tickets.ts'
import { createWorld, day, type World } from '../../testing/world.ts'
import { type Letter, letter, receive } from '../testing/letters.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
  onTestFinished(() => world.remove())
  await world.pool.query("update mailboxes set older_mail = 'closed', takes_mail_from = $1", [world.now()])
})

const old = new Date('2024-05-06T07:08:09.000Z')
const bring = async (mail: Letter, arrivedAt = old) => {
  const row = await receive(world, letter(mail), { arrivedAt })
  await world.settle()
  return row
}
const sent = () => world.db.select().from(outboundMails)
const question = { messageId: '<question@acme.example>' }
const answer = { headers: ['In-Reply-To: <question@acme.example>'] }

describe('old mail', () => {
  test('opens a closed ticket of its day that is read and waits for nobody', async () => {
    const { ticketId } = await bring({})
    expect(await ticketOf(world, ticketId)).toMatchObject({
      ...{ status: 'closed', closedAt: old, createdAt: old, updatedAt: old, waitingSince: null, lastMessageAt: old },
    })
    expect(await messagesOf(world, ticketId)).toMatchObject([{ createdAt: old }])
    expect((await seen(world, world.ana, ticketId ?? '')).staff).toMatchObject({ isUnread: false })
    expect(await sent()).toEqual([])
  })

  test('that belongs to a conversation of today changes nothing about how it stands', async () => {
    await world.db.update(users).set({ isMailed: true }).where(eq(users.id, world.ana.id))
    const { ticketId } = await receive(world, letter(question))
    await world.db
      .update(tickets)
      .set({ status: 'resolved', resolvedAt: world.now(), waitingSince: null, assigneeId: world.ana.id })
      .where(eq(tickets.id, ticketId ?? ''))
    await world.settle()
    const mails = await sent()
    const before = await ticketOf(world, ticketId)
    expect(await bring(answer)).toMatchObject({ outcome: 'appended', ticketId })
    expect(await ticketOf(world, ticketId)).toMatchObject({
      ...{ status: 'resolved', waitingSince: null, updatedAt: before.updatedAt },
      // It stands right behind what it answers.
      lastMessageAt: new Date((before.lastMessageAt?.getTime() ?? 0) + 1),
    })
    expect(await sent()).toHaveLength(mails.length)
  })

  test('that names its closed ticket is part of it, and starts no follow-up', async () => {
    const { ticketId } = await bring(question)
    const later = new Date(old.getTime() + day)
    expect(await bring(answer, later)).toMatchObject({ outcome: 'appended', ticketId })
    expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'closed', lastMessageAt: later })
  })

  test('by somebody who takes no part is held without asking for a decision', async () => {
    const { ticketId } = await bring(question)
    expect(await bring({ ...answer, from: 'eve@evil.example' })).toMatchObject({ outcome: 'held', ticketId })
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
    expect(await bring({ from: 'Ana Agent <ana@gotrs.example>', to })).not.toMatchObject({ outcome: 'appended' })
    expect(await sent()).toHaveLength(mails.length)
  })

  test('asked for as open is unread, and waits for nobody all the same', async () => {
    await world.pool.query("update mailboxes set older_mail = 'open'")
    const { ticketId } = await bring({})
    expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'new', createdAt: old, waitingSince: null })
    expect((await seen(world, world.ana, ticketId ?? '')).staff).toMatchObject({ isUnread: true })
    expect(await sent()).toEqual([])
  })
})

test('a mail by SMTP is new, whatever the date of its header says', async () => {
  const { ticketId } = await receive(world, letter({ date: old }))
  expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'new', waitingSince: expect.any(Date) })
})
