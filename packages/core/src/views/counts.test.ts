import { randomUUID } from 'node:crypto'
import { fixedViewNames, fixedViews } from '@gotrs/contract/fixed-views'
import { holdMail } from '@gotrs/core/testing/held'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { queues } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { views } from '@gotrs/db/tables/views'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assignTicket } from '../tickets/assign.ts'
import { listTickets } from '../tickets/list.ts'
import { resolveTicket } from '../tickets/resolve.ts'
import { snoozeTicket } from '../tickets/snooze.ts'
import { countViews } from './counts.ts'
import { createView } from './create.ts'

describe('the figures of the sidebar', () => {
  let world: World
  const counts = () => world.read(world.ana, countViews)
  const save = (name: string, q: string) =>
    world.run(world.ana, uow => createView(uow, { name, q, sort: 'waiting', isShared: false }))

  beforeAll(async () => {
    world = await createWorld()
    const { ana, omar, lena } = world
    const [own, held, done] = [await ask(world, omar), await ask(world, omar), await ask(world, lena)]
    await ask(world, lena)
    const later = await ask(world, lena)
    const until = new Date(world.now().getTime() + day).toISOString()
    await world.run(ana, uow => snoozeTicket(uow, { ticketId: later.ticketId, version: 1, until }))
    await world.run(ana, uow => assignTicket(uow, { ticketId: own.ticketId, version: 1, assigneeId: ana.id }))
    await holdMail(world, held.ticketId, lena)
    const version = await versionNow(world, done.ticketId)
    await world.run(ana, uow => resolveTicket(uow, { ticketId: done.ticketId, version }))
  })
  afterAll(() => world.remove())

  it.each(fixedViewNames)('count in %s what its list shows, which is not everything', async name => {
    const { items } = await world.read(world.ana, reader => listTickets(reader, { q: fixedViews[name].q }))
    expect((await counts())[name]).toBe(items.length)
    expect(items.length).toBeGreaterThan(0)
    expect(items.length).toBeLessThan(4)
  })

  it('count a saved view by its text, and leave one out whose text is no longer readable', async () => {
    await save('Customer', 'from:omar')
    const { id } = await save('Old', 'is:done')
    expect((await counts()).views).toMatchObject([
      { name: 'Customer', count: 2 },
      { name: 'Old', count: 1 },
    ])
    await world.db.update(views).set({ q: 'status:sleepy' }).where(eq(views.id, id))
    expect((await counts()).views).toMatchObject([
      { name: 'Customer', count: 2 },
      { name: 'Old', q: 'status:sleepy', count: null },
    ])
  })

  it('save no text that is not readable', async () => {
    await expect(save('Wrong', 'status:sleepy')).rejects.toMatchObject({ code: 'invalid_filter' })
  })

  it('count as open what is assigned to the agent in the queue of others', async () => {
    const before = await counts()
    const elsewhere = await ask(world, world.omar)
    const [hidden] = await world.db
      .insert(queues)
      .values({ id: randomUUID(), name: 'Hidden', createdAt: world.now() })
      .returning()
    const move = { queueId: hidden?.id ?? '', assigneeId: world.ana.id }
    await world.db.update(tickets).set(move).where(eq(tickets.id, elsewhere.ticketId))
    const after = await counts()
    expect(after.open).toBe(before.open + 1)
    expect(after.queues).toEqual(before.queues)
  })

  it('count all that is open, also in queues that are not shown because there are too many', async () => {
    const asAdmin = () => world.read(world.admin, countViews)
    const before = await asAdmin()
    const first = Array.from({ length: 100 }, (_, at) => ({
      id: randomUUID(),
      name: `A ${at}`,
      createdAt: world.now(),
    }))
    await world.db.insert(queues).values(first)
    const { open, queues: shown } = await asAdmin()
    expect(shown.every(({ count }) => count === 0)).toBe(true)
    expect(shown).toHaveLength(100)
    expect(open).toBe(before.open)
    expect(open).toBeGreaterThan(0)
  })
})
