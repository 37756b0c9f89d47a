import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { replyToTicket } from '../messages/reply.ts'
import { updateSettings } from '../settings/update.ts'
import { assignTicket } from './assign.ts'
import { closeTicket } from './close.ts'
import { resolveTicket } from './resolve.ts'

describe('a ticket without an assignee', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.remove())

  const set = (assignsOnReply: boolean) => world.run(world.admin, uow => updateSettings(uow, { assignsOnReply }))
  const newTicket = async () => (await ask(world, world.omar)).ticketId
  const reply = async (actor: UserActor, ticketId: string, thenResolve = false) =>
    world.run(actor, async uow =>
      replyToTicket(uow, {
        ...{ ticketId, text: 'Please restart it.', attachmentIds: [], thenResolve },
        ...(actor.role === 'customer' ? {} : { version: await versionNow(world, ticketId) }),
      }),
    )
  const assigneeOf = async (id: string) =>
    (await world.db.select().from(tickets).where(eq(tickets.id, id)))[0]?.assigneeId
  const assignments = (ticketId: string) =>
    world.db
      .select()
      .from(events)
      .where(and(eq(events.ticketId, ticketId), eq(events.type, 'ticket.assigned')))

  it('becomes that of the agent who answers it', async () => {
    const id = await newTicket()
    await reply(world.ana, id)
    expect(await assigneeOf(id)).toBe(world.ana.id)
    const [event] = await assignments(id)
    expect(event?.payload).toEqual({ assigneeId: world.ana.id, previousAssigneeId: null })
  })

  it('keeps its assignee when a colleague answers', async () => {
    const id = await newTicket()
    const version = await versionNow(world, id)
    await world.run(world.ana, uow => assignTicket(uow, { ticketId: id, version, assigneeId: world.ana.id }))
    await reply(world.admin, id)
    expect(await assigneeOf(id)).toBe(world.ana.id)
    expect(await assignments(id)).toHaveLength(1)
  })

  it('stays without one where the desk is set so, but not when an agent resolves it', async () => {
    await set(false)
    const answered = await newTicket()
    await reply(world.ana, answered)
    expect(await assigneeOf(answered)).toBeNull()
    const solved = await newTicket()
    await reply(world.ana, solved, true)
    expect(await assigneeOf(solved)).toBe(world.ana.id)
    await set(true)
    const resolved = await newTicket()
    const version = await versionNow(world, resolved)
    await world.run(world.ana, uow => resolveTicket(uow, { ticketId: resolved, version }))
    expect(await assigneeOf(resolved)).toBe(world.ana.id)
  })

  it('stays without one when the customer answers or says that it is solved, and when an agent closes it', async () => {
    const id = await newTicket()
    await reply(world.omar, id)
    await world.run(world.omar, uow => resolveTicket(uow, { ticketId: id }))
    expect(await assigneeOf(id)).toBeNull()
    const version = await versionNow(world, id)
    await world.run(world.ana, uow => closeTicket(uow, { ticketId: id, version }))
    expect(await assigneeOf(id)).toBeNull()
  })
})
