import type { UpdateUserInput } from '@gotrs/contract/people'
import type { TicketStatus } from '@gotrs/contract/tickets'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { and, eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { ask, seen, versionNow } from '../testing/tickets.ts'
import { createWorld, type World } from '../testing/world.ts'
import { assignTicket } from '../tickets/assign.ts'
import { closeTicket } from '../tickets/close.ts'
import { reopenTicket } from '../tickets/reopen.ts'
import { updateUser } from './update-user.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const update = (input: UpdateUserInput) => world.run(world.admin, uow => updateUser(uow, input, world))

/** An agent of both queues. */
async function newAgent(): Promise<UserActor> {
  const id = v7()
  const role = 'agent'
  await world.db
    .insert(users)
    .values({ id, name: 'Tim Temp', email: `${id}@gotrs.example`, role, createdAt: new Date() })
  await update({ userId: id, queueIds: [world.supportId, world.billingId] })
  return { ...world.ana, id }
}

async function heldBy(agent: UserActor, queueId = world.supportId): Promise<string> {
  const { ticketId } = await ask(world, world.ana, { customerEmail: 'omar@acme.example', queueId })
  const version = await versionNow(world, ticketId)
  await world.run(world.ana, uow => assignTicket(uow, { ticketId, version, assigneeId: agent.id }))
  return ticketId
}

async function now(ticketId: string): Promise<{ status: TicketStatus; assignee: string | null }> {
  const { status, staff } = await seen(world, world.admin, ticketId)
  return { status, assignee: staff?.assignee?.id ?? null }
}

test.each([
  ['becomes a customer', { role: 'customer' }],
  ['is switched off', { isActive: false }],
] as const)(
  'the tickets of an agent who %s are nobody’s, and say so; closed ones keep their agent',
  async (_what, patch) => {
    const agent = await newAgent()
    const open = await heldBy(agent)
    const closed = await heldBy(agent)
    const close = { ticketId: closed, version: await versionNow(world, closed) }
    await world.run(world.ana, uow => closeTicket(uow, close))

    await update({ userId: agent.id, ...patch })
    expect(await now(open)).toMatchObject({ assignee: null })
    const told = await world.db
      .select({ actorId: events.actorId, payload: events.payload })
      .from(events)
      .where(and(eq(events.ticketId, open), eq(events.type, 'ticket.assigned')))
      .orderBy(events.id)
    expect(told.at(-1)).toEqual({
      actorId: world.admin.id,
      payload: { assigneeId: null, previousAssigneeId: agent.id },
    })

    expect(await now(closed)).toEqual({ status: 'closed', assignee: agent.id })
    const reopen = { ticketId: closed, version: await versionNow(world, closed) }
    await world.run(world.ana, uow => reopenTicket(uow, reopen))
    expect(await now(closed), 'once it is opened again').toEqual({ status: 'open', assignee: null })
  },
)

test('who leaves a queue lets go of its tickets alone; who becomes an admin keeps all', async () => {
  const agent = await newAgent()
  const support = await heldBy(agent)
  const billing = await heldBy(agent, world.billingId)
  await update({ userId: agent.id, queueIds: [world.billingId] })
  expect(await now(support)).toMatchObject({ assignee: null })
  expect(await now(billing)).toMatchObject({ assignee: agent.id })
  await update({ userId: agent.id, role: 'admin', queueIds: [] })
  expect(await now(billing)).toMatchObject({ assignee: agent.id })
})
