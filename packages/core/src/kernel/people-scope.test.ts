import { type Action, can, permissions } from '@gotrs/contract/permissions'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isStaffWhoMay } from './people-scope.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  for (const queueId of [world.supportId, world.billingId]) {
    for (const assigneeId of [null, world.ana.id, world.ben.id]) {
      const { ticketId } = await ask(world, world.omar)
      await world.db.update(tickets).set({ queueId, assigneeId }).where(eq(tickets.id, ticketId))
    }
  }
})
afterAll(() => world.remove())

it('finds the staff of a statement who may do an action, as the permission table says', async () => {
  const { admin, ana, ben, omar, nora, lena } = world
  let allowed = 0
  for (const action of Object.keys(permissions) as Action[]) {
    const rows = await world.db
      .select({ personId: users.id, ticket: tickets, may: sql<boolean>`${isStaffWhoMay(action, users, tickets)}` })
      .from(users)
      .innerJoin(tickets, sql`true`)
    expect(rows).toHaveLength(36)
    for (const { personId, ticket, may } of rows) {
      const person = [admin, ana, ben, omar, nora, lena].find(({ id }) => id === personId)
      if (!person) throw new Error('nobody')
      const expected = person.role !== 'customer' && can(person, action, ticket)
      expect(may, `${person.name} ${action}`).toBe(expected)
      if (may) allowed += 1
    }
  }
  expect(allowed).toBeGreaterThan(300)
})

it('finds nobody who has left', async () => {
  await world.db.update(users).set({ isActive: false }).where(eq(users.id, world.ana.id))
  const found = await world.db
    .select({ name: users.name })
    .from(users)
    .innerJoin(tickets, isStaffWhoMay('ticket.readStaff', users, tickets))
  expect(new Set(found.map(({ name }) => name))).toEqual(new Set(['Ada Admin', 'Ben Agent']))
})
