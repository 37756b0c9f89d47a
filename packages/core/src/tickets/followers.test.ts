import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { queueMembers, users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { followTicket, unfollowTicket } from './followers.ts'
import { listTickets } from './list.ts'

let world: World
let ticketId: string
beforeEach(async () => {
  world = await createWorld()
  ticketId = (await ask(world, world.omar)).ticketId
})
afterEach(() => world.remove())

const follow = (by: UserActor, userId?: string) => world.run(by, uow => followTicket(uow, { ticketId, userId }))
const followers = async () => (await seen(world, world.admin, ticketId)).staff?.followers.map(({ name }) => name)
const eventsSeen = async () =>
  (await seen(world, world.admin, ticketId)).events.map(({ type }) => type).filter(type => /follower/.test(type))

it('lets staff follow a ticket, and add a colleague, once, without a new version', async () => {
  const before = await versionNow(world, ticketId)
  await follow(world.ana)
  await follow(world.ana)
  await follow(world.ana, world.admin.id)
  expect(await followers()).toEqual(['Ana Agent', 'Ada Admin'])
  expect(await eventsSeen()).toEqual(['ticket.followerAdded', 'ticket.followerAdded'])
  expect(await versionNow(world, ticketId)).toBe(before)
})

it('removes a follower once', async () => {
  await follow(world.ana)
  const leave = () => world.run(world.admin, uow => unfollowTicket(uow, { ticketId, userId: world.ana.id }))
  await leave()
  await leave()
  expect(await followers()).toEqual([])
  expect(await eventsSeen()).toEqual(['ticket.followerAdded', 'ticket.followerRemoved'])
})

it('rejects a colleague who may not read the ticket, and names them', async () => {
  for (const [person, name] of [
    [world.ben.id, 'Ben Agent'],
    [world.omar.id, 'Omar Aziz'],
    [ticketId, ticketId],
  ] as const) {
    const rejected = expect(follow(world.ana, person)).rejects
    await rejected.toMatchObject({
      code: 'invalid_input',
      params: { issues: [{ path: 'userId', message: expect.stringContaining(name) }] },
    })
  }
  await expect(follow(world.ben)).rejects.toMatchObject({ code: 'not_found' })
  await expect(follow(world.omar)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await followers()).toEqual([])
})

it('gives no rights, and shows nobody who lost the ticket', async () => {
  await follow(world.ana)
  const isAna = eq(queueMembers.userId, world.ana.id)
  await world.db.delete(queueMembers).where(and(isAna, eq(queueMembers.queueId, world.supportId)))
  const ana = { ...world.ana, queueIds: [world.billingId] }
  expect(await followers()).toEqual([])
  expect((await listTickets({ db: world.db, actor: ana, now: world.now() }, { q: 'follower:me' })).items).toEqual([])
  await world.db.update(tickets).set({ assigneeId: world.ana.id }).where(eq(tickets.id, ticketId))
  expect(await followers()).toEqual(['Ana Agent'])
  await world.db.update(users).set({ isActive: false }).where(eq(users.id, world.ana.id))
  expect(await followers()).toEqual([])
})

it('is nothing that a customer can see or search', async () => {
  await follow(world.ana)
  const shown = await seen(world, world.omar, ticketId)
  expect(JSON.stringify(shown)).not.toMatch(/ana agent|follower/i)
  const search = listTickets({ db: world.db, actor: world.omar, now: world.now() }, { q: 'follower:ana' })
  await expect(search).rejects.toMatchObject({ code: 'invalid_filter' })
})

it('allows no more followers than anybody reads', async () => {
  await world.asOwner(`insert into users (id, name, email, role, created_at)
    select gen_random_uuid(), 'Extra ' || n, 'extra' || n || '@gotrs.example', 'admin', now() from generate_series(1, 50) n;
    insert into ticket_followers (ticket_id, user_id, since)
    select '${ticketId}', id, now() from users where name like 'Extra %'`)
  await expect(follow(world.ana)).rejects.toMatchObject({ code: 'invalid_input' })
})
