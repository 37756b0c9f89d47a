import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addNote } from '../messages/add-note.ts'
import { replyToTicket } from '../messages/reply.ts'
import { assignTicket } from './assign.ts'
import { closeTicket } from './close.ts'
import { closeResolvedTickets } from './close-resolved.ts'
import { markTicketRead } from './mark-read.ts'
import { moveTicket } from './move.ts'
import { reopenTicket } from './reopen.ts'
import { resolveTicket } from './resolve.ts'
import { takeTicket } from './take.ts'

const reply = { text: 'Please try again now.', attachmentIds: [], thenResolve: false }

describe('the life of a ticket', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.remove())

  const asStaff = async (ticketId: string) => ({ ticketId, version: await versionNow(world, ticketId) })

  it('starts as new, opens when an agent takes it, resolves, reopens by the customer, and closes', async () => {
    const { ticketId } = await ask(world, world.omar)
    expect(await seen(world, world.ana, ticketId)).toMatchObject({
      status: 'new',
      staff: { assignee: null, isUnread: true },
    })
    await world.run(world.ana, async uow => takeTicket(uow, await asStaff(ticketId)))
    expect(await seen(world, world.ana, ticketId)).toMatchObject({
      status: 'open',
      staff: { assignee: { name: 'Ana Agent' } },
    })
    await world.run(world.ana, async uow => resolveTicket(uow, await asStaff(ticketId)))
    expect(await seen(world, world.ana, ticketId)).toMatchObject({ status: 'resolved', staff: { waitingSince: null } })
    await world.run(world.omar, uow => replyToTicket(uow, { ticketId, ...reply, text: 'Still broken.' }))
    expect(await seen(world, world.ana, ticketId)).toMatchObject({
      status: 'open',
      staff: { waitingSince: expect.any(String) },
    })
    await world.run(world.ana, async uow => closeTicket(uow, await asStaff(ticketId)))
    const closed = await seen(world, world.ana, ticketId)
    expect(closed.status).toBe('closed')
    expect(closed.events.map(event => event.type)).toEqual([
      'ticket.created',
      'message.received',
      'ticket.assigned',
      'ticket.opened',
      'ticket.resolved',
      'message.received',
      'ticket.reopened',
      'ticket.closed',
    ])
  })

  it('stays new when it is handed to somebody else, and opens with the first answer', async () => {
    const { ticketId } = await ask(world, world.omar)
    await world.run(world.admin, async uow =>
      assignTicket(uow, { ...(await asStaff(ticketId)), assigneeId: world.ana.id }),
    )
    expect((await seen(world, world.ana, ticketId)).status).toBe('new')
    await world.run(world.ana, async uow => replyToTicket(uow, { ...(await asStaff(ticketId)), ...reply }))
    expect(await seen(world, world.ana, ticketId)).toMatchObject({ status: 'open', staff: { waitingSince: null } })
  })

  it('gives a customer who writes to a closed ticket a linked follow-up', async () => {
    const { ticketId, ticketNumber } = await ask(world, world.lena)
    await world.run(world.ana, async uow => closeTicket(uow, await asStaff(ticketId)))
    const posted = await world.run(world.lena, uow => replyToTicket(uow, { ticketId, ...reply, text: 'Once more.' }))
    expect(posted.ticketId).not.toBe(ticketId)
    const followUp = await seen(world, world.lena, posted.ticketId)
    expect(followUp.links).toEqual([{ kind: 'follows', ticketId, number: ticketNumber, title: 'VPN drops at noon' }])
    expect((await seen(world, world.lena, ticketId)).status).toBe('closed')
  })

  it('rejects what the status does not allow', async () => {
    const { ticketId } = await ask(world, world.lena)
    await world.run(world.ana, async uow => closeTicket(uow, await asStaff(ticketId)))
    const closed = { code: 'ticket_closed' }
    await expect(
      world.run(world.ana, async uow => replyToTicket(uow, { ...(await asStaff(ticketId)), ...reply })),
    ).rejects.toMatchObject(closed)
    await expect(world.run(world.ana, async uow => takeTicket(uow, await asStaff(ticketId)))).rejects.toMatchObject(
      closed,
    )
    await expect(world.run(world.lena, uow => reopenTicket(uow, { ticketId }))).rejects.toMatchObject(closed)
    await world.run(world.ana, async uow => reopenTicket(uow, await asStaff(ticketId)))
    await expect(world.run(world.ana, async uow => reopenTicket(uow, await asStaff(ticketId)))).rejects.toMatchObject({
      code: 'wrong_status',
      params: { noun: 'ticket', verb: 'reopen', status: 'open', allowed: ['resolved', 'closed'] },
    })
  })

  it('answers a stale version with what changed, and changes nothing', async () => {
    const { ticketId } = await ask(world, world.omar)
    const stale = await asStaff(ticketId)
    await world.run(world.omar, uow => replyToTicket(uow, { ticketId, ...reply, text: 'One more thing.' }))
    await expect(world.run(world.ana, uow => replyToTicket(uow, { ...stale, ...reply }))).rejects.toMatchObject({
      code: 'ticket_changed',
      params: { version: 2, changes: [{ type: 'message.received', actorName: 'Omar Aziz' }] },
    })
    expect((await seen(world, world.ana, ticketId)).messages.items).toHaveLength(2)
    await expect(world.run(world.ana, uow => replyToTicket(uow, { ticketId, ...reply }))).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  it('unassigns an assignee who does not work in the new queue, and assigns nobody outside it', async () => {
    const { ticketId } = await ask(world, world.lena)
    await expect(
      world.run(world.ana, async uow => assignTicket(uow, { ...(await asStaff(ticketId)), assigneeId: world.ben.id })),
    ).rejects.toMatchObject({ code: 'assignee_not_in_queue' })
    await world.run(world.ana, async uow => moveTicket(uow, { ...(await asStaff(ticketId)), queueId: world.billingId }))
    await world.run(world.ana, async uow =>
      assignTicket(uow, { ...(await asStaff(ticketId)), assigneeId: world.ben.id }),
    )
    await world.run(world.ben, async uow => moveTicket(uow, { ...(await asStaff(ticketId)), queueId: world.supportId }))
    expect((await seen(world, world.ana, ticketId)).staff?.assignee).toBeNull()
    await expect(seen(world, world.ben, ticketId)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('closes by itself seven days after it was resolved', async () => {
    const { ticketId } = await ask(world, world.lena)
    await world.run(world.ana, async uow => resolveTicket(uow, await asStaff(ticketId)))
    const tick = () => world.run({ kind: 'system', name: 'clock' }, uow => closeResolvedTickets.batch(uow))
    world.pass(6 * day)
    await tick()
    expect((await seen(world, world.ana, ticketId)).status).toBe('resolved')
    world.pass(2 * day)
    expect(await tick()).toBeGreaterThan(0)
    const closed = await seen(world, world.ana, ticketId)
    expect(closed.status).toBe('closed')
    expect(closed.events.at(-1)).toMatchObject({ type: 'ticket.closed', actor: { kind: 'system', name: 'clock' } })
    expect(await tick()).toBe(0)
  })

  it('shows a customer nothing that only staff may see, nor that it exists', async () => {
    const { ticketId } = await ask(world, world.omar)
    const before = await seen(world, world.omar, ticketId)
    world.pass(day)
    await world.run(world.ana, uow => addNote(uow, { ticketId, text: 'canary: do not tell', attachmentIds: [] }))
    await world.run(world.ana, async uow => moveTicket(uow, { ...(await asStaff(ticketId)), queueId: world.billingId }))
    const after = await seen(world, world.omar, ticketId)
    expect(after).toEqual(before)
    expect(after.staff).toBeNull()
    expect(await seen(world, world.ana, ticketId)).toMatchObject({
      messages: { items: [{}, { kind: 'note', text: 'canary: do not tell' }] },
    })
    const [row] = await world.db.select().from(tickets).where(eq(tickets.id, ticketId))
    expect(row?.version).toBe(3)
  })

  it('stays unread for what the customer wrote while the agent was looking', async () => {
    const { ticketId } = await ask(world, world.omar)
    const shown = await seen(world, world.ana, ticketId)
    expect(shown.staff?.readAt).toBeNull()
    await world.run(world.omar, uow => replyToTicket(uow, { ticketId, ...reply, text: 'And one more thing.' }))
    const seenAt = shown.messages.items.at(-1)?.createdAt ?? ''
    await world.run(world.ana, uow => markTicketRead(uow, { ticketId, seenAt }))
    const after = await seen(world, world.ana, ticketId)
    expect(after.staff).toMatchObject({ isUnread: true, readAt: seenAt })
    const latest = after.messages.items.at(-1)?.createdAt ?? ''
    await world.run(world.ana, uow => markTicketRead(uow, { ticketId, seenAt: latest }))
    await world.run(world.ana, uow => markTicketRead(uow, { ticketId, seenAt }))
    expect((await seen(world, world.ana, ticketId)).staff?.isUnread).toBe(false)
  })

  it('is resolved by the customer with the same words that say so', async () => {
    const { ticketId } = await ask(world, world.omar)
    await world.run(world.omar, uow => replyToTicket(uow, { ticketId, ...reply, text: 'It works.', thenResolve: true }))
    expect(await seen(world, world.omar, ticketId)).toMatchObject({ status: 'resolved' })
  })

  it('hides a foreign ticket as if it were missing, and shares one inside the organisation', async () => {
    const { ticketId } = await ask(world, world.omar)
    await expect(seen(world, world.lena, ticketId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(seen(world, world.ben, ticketId)).rejects.toMatchObject({ code: 'not_found' })
    expect((await seen(world, world.nora, ticketId)).number).toBeGreaterThan(1000)
    await expect(world.run(world.lena, uow => replyToTicket(uow, { ticketId, ...reply }))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(world.run(world.omar, uow => closeTicket(uow, { ticketId }))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
