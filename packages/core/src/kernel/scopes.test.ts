import { type Action, type ActorFacts, can, permissions, type TicketFacts } from '@gotrs/contract/permissions'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { byItsText } from '@gotrs/db/client'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from './actor.ts'
import { preparedScope, scopeKind, scopeValues, ticketScope } from './scopes.ts'

describe('can and the SQL scope', () => {
  let world: World
  const samples: { id: string; facts: TicketFacts }[] = []

  beforeAll(async () => {
    world = await createWorld()
    const { supportId, billingId, ana, ben, omar, nora, lena, admin } = world
    for (const customer of [omar, nora, lena]) {
      for (const queueId of [supportId, billingId]) {
        for (const assignee of [null, ana, ben, admin]) {
          const { ticketId } = await ask(world, customer)
          const [row] = await world.db
            .update(tickets)
            .set({ queueId, assigneeId: assignee?.id ?? null, isHeld: assignee?.id === admin.id })
            .where(eq(tickets.id, ticketId))
            .returning()
          if (row) samples.push({ id: row.id, facts: row })
        }
      }
    }
  })
  afterAll(() => world.remove())

  it('agree for every role, action and sample ticket', async () => {
    const { admin, ana, ben, omar, nora, lena } = world
    const outsider: UserActor = { ...ben, id: lena.id, queueIds: [] }
    let allowed = 0
    for (const actor of [admin, ana, ben, outsider, omar, nora, lena, { ...omar, sharedOrganisationId: null }]) {
      for (const action of Object.keys(permissions) as Action[]) {
        const found = await world.db
          .select({ id: tickets.id })
          .from(tickets)
          .where(and(ticketScope(actor, action)))
        const bySql = new Set(found.map(row => row.id))
        const prepared = world.db.select({ id: tickets.id }).from(tickets).where(preparedScope(actor, action))
        expect(await prepared.prepare(byItsText).execute(scopeValues(actor))).toEqual(found)
        for (const { id, facts } of samples) {
          const byTable = can(actor satisfies ActorFacts, action, facts)
          expect(bySql.has(id), `${actor.name} ${action} ${JSON.stringify(facts)}`).toBe(byTable)
          if (byTable) allowed += 1
        }
      }
    }
    expect(samples).toHaveLength(24)
    expect(allowed).toBeGreaterThan(1_000)
  })

  it('have one prepared text for each kind of actor', () => {
    const texts = new Map<string, string>()
    const { admin, ana, ben, omar, nora, lena } = world
    for (const actor of [admin, ana, ben, omar, nora, lena, { ...omar, sharedOrganisationId: null }]) {
      const { sql: text } = world.db.select().from(tickets).where(preparedScope(actor, 'ticket.read')).toSQL()
      expect(texts.get(scopeKind(actor)) ?? text).toBe(text)
      texts.set(scopeKind(actor), text)
    }
    expect(new Set(texts.values()).size).toBe(texts.size)
  })
})
