import { fillDesk } from '@gotrs/core/testing/fill-desk'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { listTickets } from '../tickets/list.ts'
import { moveTicket } from '../tickets/move.ts'
import { reopenTicket } from '../tickets/reopen.ts'
import { resolveTicket } from '../tickets/resolve.ts'
import { countByDay } from './count-by-day.ts'

describe('the figures of the last days', () => {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })
  afterEach(() => world.remove())

  const counted = async (actor: UserActor, days = 3) =>
    (await world.list(actor, reader => countByDay(reader, { days }))).days

  it('are zero for a desk without tickets, and end with today', async () => {
    const days = await counted(world.ana, 30)
    expect(days).toHaveLength(30)
    expect(days.at(-1)).toEqual({ day: world.now().toISOString().slice(0, 10), created: 0, resolved: 0 })
    expect(days.map(it => it.day)).toEqual(days.map(it => it.day).toSorted())
  })

  it('count what was created and resolved on a day, and no ticket that was reopened', async () => {
    const [first, second] = [await ask(world, world.omar), await ask(world, world.omar)]
    world.pass(day)
    for (const { ticketId } of [first, second]) {
      await world.run(world.ana, uow => resolveTicket(uow, { ticketId, version: 1 }))
    }
    const version = await versionNow(world, second.ticketId)
    await world.run(world.ana, uow => reopenTicket(uow, { ticketId: second.ticketId, version }))
    expect(await counted(world.ana)).toMatchObject([
      { created: 0, resolved: 0 },
      { created: 2, resolved: 0 },
      { created: 0, resolved: 1 },
    ])
    expect(await counted(world.ana, 1)).toMatchObject([{ created: 0, resolved: 1 }])
  })

  it('count what the list of that day shows, for each reader', async () => {
    // Its tickets end with the clock of Postgres.
    world.pass(Date.now() - world.now().getTime())
    await fillDesk(world, 4_000)
    for (const actor of [world.ana, world.ben, world.admin]) {
      for (const { day, created, resolved } of await counted(actor)) {
        expect(created, `created ${day}`).toBe(await countOf(actor, `created:${day}`))
        expect(resolved, `resolved ${day}`).toBe(await countOf(actor, `resolved:${day}`))
      }
    }
  })

  it('leave out tickets of queues that the reader is not in', async () => {
    const { ticketId } = await ask(world, world.omar)
    expect((await counted(world.ben)).at(-1)?.created).toBe(0)
    await world.run(world.admin, uow => moveTicket(uow, { ticketId, version: 1, queueId: world.billingId }))
    expect((await counted(world.ben)).at(-1)?.created).toBe(1)
    await expect(counted(world.omar)).rejects.toMatchObject({ code: 'forbidden' })
  })

  async function countOf(actor: UserActor, q: string): Promise<number> {
    let found = 0
    let cursor: string | undefined
    do {
      const page = await world.list(actor, reader => listTickets(reader, { q, sort: 'newest', limit: 100, cursor }))
      found += page.items.length
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return found
  }
})
