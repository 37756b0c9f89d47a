import type { UpdateUserInput } from '@gotrs/contract/people'
import type { TicketStatus } from '@gotrs/contract/ticket-status'
import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { whileUncommitted } from '@gotrs/core/testing/uncommitted'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, notInArray, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
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
  const { ticketId } = await ask(world, world.ana, { customerEmail: 'omar@acme.example', queue: queueId })
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
    const changes = await world.db
      .select({ actorId: events.actorId, payload: events.payload })
      .from(events)
      .where(and(eq(events.ticketId, open), eq(events.type, 'ticket.assigned')))
      .orderBy(events.id)
    expect(changes.at(-1)).toEqual({
      actorId: world.admin.id,
      payload: { assigneeId: null, previousAssigneeId: agent.id },
    })

    expect(await now(closed)).toEqual({ status: 'closed', assignee: agent.id })
    const reopen = { ticketId: closed, version: await versionNow(world, closed) }
    await world.run(world.ana, uow => reopenTicket(uow, reopen))
    expect(await now(closed), 'once it is opened again').toEqual({ status: 'open', assignee: null })
  },
)

test('unassigns only the tickets of the queue that a person leaves, and no tickets of a new admin', async () => {
  const agent = await newAgent()
  const support = await heldBy(agent)
  const billing = await heldBy(agent, world.billingId)
  await update({ userId: agent.id, queueIds: [world.billingId] })
  expect(await now(support)).toMatchObject({ assignee: null })
  expect(await now(billing)).toMatchObject({ assignee: agent.id })
  await update({ userId: agent.id, role: 'admin', queueIds: [] })
  expect(await now(billing)).toMatchObject({ assignee: agent.id })
})

test('nobody is given a ticket of a queue that is being taken from them', async () => {
  const agent = await newAgent()
  const { ticketId } = await ask(world, world.ana, { customerEmail: 'omar@acme.example' })
  const assign = { ticketId, version: await versionNow(world, ticketId), assigneeId: agent.id }
  const text = `with person as (select id from users where id = $1 for no key update)
    delete from queue_members where user_id in (select id from person)`
  const refused = whileUncommitted(world, { text, values: [agent.id] }, () =>
    world.run(world.ana, uow => assignTicket(uow, assign)),
  )
  await expect(refused).rejects.toMatchObject({ code: 'assignee_not_in_queue' })
  expect(await now(ticketId)).toMatchObject({ assignee: null })
})

test('unassigns a ticket that somebody is changing as soon as that change ends', async () => {
  const agent = await newAgent()
  const ticketId = await heldBy(agent)
  const client = await world.pool.connect()
  try {
    await client.query('begin')
    await client.query('select from tickets where id = $1 for update', [ticketId])
    // It waits for no ticket: the verbs that move or assign one lock the ticket first and then the person.
    await update({ userId: agent.id, queueIds: [] })
    expect(await now(ticketId)).toMatchObject({ assignee: agent.id })
    await client.query('select from users where id = $1 for share', [agent.id])
    await client.query('commit')
  } finally {
    client.release(true)
  }
  await world.settle()
  expect(await now(ticketId)).toMatchObject({ assignee: null })
})

test('unassigns some hundreds of very many tickets at once, and the others by a job', async () => {
  const agent = await newAgent()
  const model = await heldBy(agent)
  await world.pool.query(
    `insert into tickets overriding system value select copy.* from tickets t, generate_series(1, 209) n,
       jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'number', 100000 + n)) copy where t.id = $1`,
    [model],
  )
  const held = () => world.db.$count(tickets, eq(tickets.assigneeId, agent.id))
  await update({ userId: agent.id, queueIds: [] })
  expect(await held()).toBe(10)
  await world.settle()
  expect(await held()).toBe(0)
  const changes = await world.db
    .select({ cause: events.cause })
    .from(events)
    .where(and(eq(events.type, 'ticket.assigned'), sql`${events.payload}->>'previousAssigneeId' = ${agent.id}`))
    .then(rows => rows.filter(({ cause }) => cause.length > 0))
  expect(changes).toHaveLength(10)
  expect(new Set(changes.map(it => it.cause[0]?.slice(0, 6)))).toEqual(new Set(['event:']))
})

test('two admins who make one another agents at once: one of them stays', async () => {
  const others = [await newAgent(), await newAgent()]
  for (const { id } of others) await update({ userId: id, role: 'admin', queueIds: [] })
  const isOther = notInArray(
    users.id,
    others.map(({ id }) => id),
  )
  await world.db
    .update(users)
    .set({ isActive: false })
    .where(and(eq(users.role, 'admin'), isOther))
  const demoted = await Promise.allSettled(others.map(({ id }) => update({ userId: id, role: 'agent' })))
  expect(demoted.map(it => (it.status === 'fulfilled' ? 'done' : it.reason.code)).sort()).toEqual([
    'done',
    'invalid_input',
  ])
})
