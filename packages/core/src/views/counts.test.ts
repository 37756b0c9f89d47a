import { fixedViewNames, fixedViews } from '@gotrs/contract/fixed-views'
import { holdMail } from '@gotrs/core/testing/held'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
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
})
