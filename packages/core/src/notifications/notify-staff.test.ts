import { allKinds } from '@gotrs/core/testing/all-kinds'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { messages } from '@gotrs/db/tables/messages'
import { queueMembers, users } from '@gotrs/db/tables/people'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { readReplyAddress, verifyAgentToken } from '@gotrs/mail/reply-address'
import { and, asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { addNote } from '../messages/add-note.ts'
import { replyToTicket } from '../messages/reply.ts'
import { assignTicket } from '../tickets/assign.ts'
import { updateNotifications } from './settings.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
  await world.run(world.ana, uow => updateNotifications(uow, { mailedKinds: allKinds }))
})
afterEach(() => world.remove())

const mailsToStaff = async () => {
  await world.settle()
  return writtenMails(world, 'notification')
}
const assign = async (ticketId: string, by: UserActor, to: UserActor) => {
  const version = await versionNow(world, ticketId)
  await world.run(by, uow => assignTicket(uow, { ticketId, version, assigneeId: to.id }))
}
/** A ticket of Omar that Ana took herself. */
async function taken() {
  const { ticketId, ticketNumber } = await ask(world, world.omar)
  await world.settle()
  await assign(ticketId, world.ana, world.ana)
  return { ticketId, ticketNumber }
}
const note = (by: UserActor, ticketId: string, text = 'Look at the log.') =>
  world.run(by, uow => addNote(uow, { ticketId, text, attachmentIds: [] }))
const write = (ticketId: string, text = 'Still broken.') =>
  world.run(world.omar, uow => replyToTicket(uow, { ticketId, text, attachmentIds: [], thenResolve: false }))
const replyToOf = (mail: { parsed: { replyTo: { address: string } | null } } | undefined) =>
  mail?.parsed.replyTo?.address ?? ''

describe('an agent who wants mails', () => {
  it('gets a mail about each message in a ticket of theirs, which no autoresponder answers', async () => {
    const { ticketId, ticketNumber } = await taken()
    await write(ticketId)
    const [mail, ...more] = await mailsToStaff()
    expect(more).toEqual([])
    expect(mail?.recipients.map(it => it.address)).toEqual(['ana@gotrs.example'])
    expect(mail).toMatchObject({
      envelopeFrom: '',
      ticketId: null,
      messageId: null,
      subject: expect.stringContaining(`#${ticketNumber}`),
    })
    expect(mail?.header).toMatch(/^Auto-Submitted: auto-generated/m)
    expect(mail?.parsed.text).toContain('Omar Aziz <omar@acme.example> wrote:\n\nStill broken.')
    expect(mail?.parsed.text).toContain(`http://desk.test/agent/tickets/${ticketNumber}`)
  })

  it('reads who gets an answer to the mail: the customer, and those in copy', async () => {
    const { ticketId } = await taken()
    await write(ticketId)
    await world.db.insert(ticketParticipants).values({ ticketId, userId: world.nora.id })
    await world.settle()
    const text = async () => (await mailsToStaff()).at(-1)?.parsed.text
    expect(await text()).toContain('Your reply to this mail goes to the customer and one person in copy.')
    await world.db.insert(ticketParticipants).values({ ticketId, userId: world.lena.id })
    await write(ticketId)
    expect(await text()).toContain('goes to the customer and 2 people in copy.')
    await world.db.delete(ticketParticipants)
    await write(ticketId)
    expect(await text()).toContain('goes to the customer.')
  })

  it('gets a reply address of their own, which is internal for a note', async () => {
    const { ticketId, ticketNumber } = await taken()
    await write(ticketId)
    await note(world.admin, ticketId)
    const mails = await mailsToStaff()
    const tokens = mails.map(mail => readReplyAddress(replyToOf(mail)))
    expect(tokens.map(it => it?.audience)).toEqual(['public', 'note'])
    for (const token of tokens) {
      if (!token) throw new Error('no token')
      const claim = { ticketId, secrets: world.vault.replyKeys, ...token }
      expect(token.ticketNumber).toBe(ticketNumber)
      expect(verifyAgentToken({ ...claim, agentId: world.ana.id }, world.now())).toBe('valid')
      expect(verifyAgentToken({ ...claim, agentId: world.ben.id }, world.now())).toBe('invalid')
    }
    expect(mails[0]?.parsed.references).toEqual(mails[1]?.parsed.references)
  })

  it('gets a mail when somebody assigns them a ticket', async () => {
    const { ticketId } = await ask(world, world.omar)
    await world.settle()
    await assign(ticketId, world.admin, world.ana)
    expect((await mailsToStaff()).map(mail => mail.parsed.text)).toEqual([
      expect.stringContaining('Ada Admin assigned this ticket to you.'),
    ])
  })

  it('gets a mail when an answer did not arrive, and the customer sees no change', async () => {
    const { ticketId } = await taken()
    const version = await versionNow(world, ticketId)
    const input = { ticketId, version, text: 'Try now.', attachmentIds: [], thenResolve: false }
    await world.run(world.ana, uow => replyToTicket(uow, input))
    await world.settle()
    const [answer] = await writtenMails(world, 'reply')
    const before = await seen(world, world.omar, ticketId)
    const report = ['Content-Type: multipart/report; report-type=delivery-status; boundary=b', 'MIME-Version: 1.0']
    const text = [
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.acme.example',
      '',
      'Final-Recipient: rfc822; omar@acme.example',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 No such user',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
      `Message-ID: ${answer?.rfcMessageId}`,
      '',
      '--b--',
    ].join('\r\n')
    const mail = letter({ from: 'MAILER-DAEMON@mx.acme.example', headers: report, text })
    expect(await receive(world, mail, { envelopeFrom: '' })).toMatchObject({ outcome: 'bounce', ticketId })
    const [warning] = await mailsToStaff()
    expect(warning?.parsed.text).toContain('was not delivered to omar@acme.example')
    expect(warning?.parsed.text).toContain('\n550 5.1.1 No such user\n')
    expect(await seen(world, world.omar, ticketId)).toEqual(before)
  })
})

describe('no notification is sent', () => {
  it('of their own doing', async () => {
    const { ticketId } = await taken()
    await note(world.ana, ticketId)
    expect(await mailsToStaff()).toEqual([])
  })

  it('who did not ask for it, or of a ticket of somebody else', async () => {
    await world.run(world.ana, uow => updateNotifications(uow, { mailedKinds: [] }))
    const { ticketId } = await taken()
    await write(ticketId)
    const other = await ask(world, world.lena)
    await note(world.admin, other.ticketId)
    expect(await mailsToStaff()).toEqual([])
  })

  it('who may no longer read the ticket, or has left', async () => {
    const { ticketId } = await taken()
    await world.db.update(users).set({ role: 'customer' }).where(eq(users.id, world.ana.id))
    await write(ticketId)
    expect(await mailsToStaff()).toEqual([])
    await world.db.update(users).set({ role: 'agent', isActive: false }).where(eq(users.id, world.ana.id))
    await write(ticketId)
    expect(await mailsToStaff()).toEqual([])
  })

  it('of an absence note', async () => {
    const { ticketId, ticketNumber } = await taken()
    const headers = ['Auto-Submitted: auto-replied']
    const row = await receive(world, letter({ subject: `Away [#${ticketNumber}]`, headers }))
    expect(row).toMatchObject({ outcome: 'auto_reply', ticketId })
    expect(await mailsToStaff()).toEqual([])
  })

  it('more often than the caps of automatic mail allow', async () => {
    const { ticketId } = await taken()
    for (let at = 0; at < 14; at += 1) await write(ticketId, `Again ${at}`)
    expect(await mailsToStaff()).toHaveLength(10)
  })
})

describe('what an agent answers to it', () => {
  const answer = async (to: string, more: Parameters<typeof letter>[0] = {}) => {
    const row = await receive(
      world,
      letter({ from: 'Ana Agent <ana@gotrs.example>', to, text: 'Restart the router.', ...more }),
      { envelopeTo: [to] },
    )
    await world.settle()
    return row
  }
  const lastMessage = async (ticketId: string) =>
    (await world.db.select().from(messages).where(eq(messages.ticketId, ticketId)).orderBy(asc(messages.createdAt))).at(
      -1,
    )

  it('goes to the customer as any other answer, without the notification that it quotes', async () => {
    const { ticketId } = await taken()
    await write(ticketId)
    const [mail] = await mailsToStaff()
    const quoted = (mail?.parsed.text ?? '').split('\n').map(line => `> ${line}`)
    const text = [
      'Restart the router.',
      '',
      'On Mon, 2 Nov 2026 at 09:00, Omar Aziz via Northwind Support wrote:',
      ...quoted,
    ]
    const row = await answer(replyToOf(mail), { text: text.join('\r\n') })
    expect(row).toMatchObject({
      outcome: 'appended',
      rule: 'reply_address',
      ticketId,
      reason: 'Ana Agent answered by mail.',
    })
    const message = await lastMessage(ticketId)
    expect(message).toMatchObject({
      kind: 'public',
      isFromStaff: true,
      authorId: world.ana.id,
      text: 'Restart the router.',
      quotedText: null,
    })
    const [sent] = await writtenMails(world, 'reply')
    expect(sent?.recipients.map(it => it.address)).toEqual(['omar@acme.example'])
    expect(sent?.raw).not.toContain('agent/tickets')
    expect(sent?.raw).not.toContain(replyToOf(mail))
    expect(await mailsToStaff()).toHaveLength(1)
    expect((await seen(world, world.admin, ticketId)).events.at(-1)).toMatchObject({ actor: { id: world.ana.id } })
  })

  it('stays internal where it answers a note', async () => {
    const { ticketId } = await taken()
    await note(world.admin, ticketId)
    const [mail] = await mailsToStaff()
    await answer(replyToOf(mail))
    expect(await lastMessage(ticketId)).toMatchObject({
      kind: 'note',
      authorId: world.ana.id,
      text: 'Restart the router.',
    })
    expect(await writtenMails(world, 'reply')).toEqual([])
    expect(JSON.stringify(await seen(world, world.omar, ticketId))).not.toContain('Restart the router')
  })

  it('is a stranger’s mail once the agent may no longer see the ticket', async () => {
    const { ticketId } = await taken()
    await write(ticketId)
    const [mail] = await mailsToStaff()
    await world.db
      .delete(queueMembers)
      .where(and(eq(queueMembers.userId, world.ana.id), eq(queueMembers.queueId, world.supportId)))
    await world.db.update(tickets).set({ assigneeId: world.admin.id }).where(eq(tickets.id, ticketId))
    const row = await answer(replyToOf(mail))
    expect(row).toMatchObject({ outcome: 'held', ticketId })
    expect(await writtenMails(world, 'reply')).toEqual([])
  })
})
