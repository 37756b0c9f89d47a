import { holdMail } from '@gotrs/core/testing/held'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { countViews } from '../views/counts.ts'
import { listTickets } from './list.ts'
import { moveTicket } from './move.ts'
import { tagTicket } from './tag.ts'

describe('the list', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    for (const customer of [world.omar, world.nora, world.lena])
      await ask(world, customer, { title: `By ${customer.name}` })
    const { ticketId } = await ask(world, world.lena, { title: 'An invoice' })
    const version = await versionNow(world, ticketId)
    await world.run(world.ana, uow => moveTicket(uow, { ticketId, version, queueId: world.billingId }))
  })
  afterAll(() => world.remove())

  const titles = async (actor: UserActor, input: Parameters<typeof listTickets>[1] = {}) => {
    const { items } = await world.read(actor, reader => listTickets(reader, input))
    return items.map(ticket => ticket.title).sort()
  }

  it('shows, finds and counts only what one may read', async () => {
    const all = ['An invoice', 'By Lena Öst', 'By Nora Lind', 'By Omar Aziz']
    expect(await titles(world.admin)).toEqual(all)
    expect(await titles(world.ana)).toEqual(all)
    expect(await titles(world.ben)).toEqual(['An invoice'])
    expect(await titles(world.lena)).toEqual(['An invoice', 'By Lena Öst'])
    expect(await titles(world.omar)).toEqual(['By Nora Lind', 'By Omar Aziz'])
    expect(await titles(world.ben, { q: 'invoice OR from:omar OR status:new' })).toEqual(['An invoice'])
    expect(await titles({ ...world.omar, sharedOrganisationId: null })).toEqual(['By Omar Aziz'])
    const counts = await world.read(world.ben, countViews)
    expect(counts).toMatchObject({ open: 1, unassigned: 1, mine: 0, queues: [{ name: 'Billing', count: 1 }] })
  })

  it('shows and counts what is assigned to an agent in a queue of others, once', async () => {
    const [ticket] = (await world.read(world.ana, reader => listTickets(reader, { q: 'from:nora' }))).items
    const assign = (assigneeId: string | null) =>
      world.db
        .update(tickets)
        .set({ assigneeId })
        .where(eq(tickets.id, ticket?.id ?? ''))
    await assign(world.ben.id)
    for (const q of ['', 'is:open', 'status:new', `queue:${world.supportId}`, '-tag:x', 'is:open assignee:me']) {
      expect(await titles(world.ben, { q }), q).toContain('By Nora Lind')
    }
    expect(await titles(world.ben, { q: 'is:open' })).toEqual(['An invoice', 'By Nora Lind'])
    expect(await world.read(world.ben, countViews)).toMatchObject({ open: 2, mine: 1 })
    await assign(null)
  })

  it('finds and counts held mail only where one may read the ticket', async () => {
    const [support] = (await world.read(world.ana, reader => listTickets(reader, { q: 'from:omar' }))).items
    await holdMail(world, support?.id ?? '', world.lena)
    expect(await titles(world.ana, { q: 'is:held' })).toEqual(['By Omar Aziz'])
    expect(await titles(world.ben, { q: 'is:held' })).toEqual([])
    expect(await world.read(world.ana, countViews)).toMatchObject({ held: 1, open: 4 })
    expect(await world.read(world.ben, countViews)).toMatchObject({ held: 0 })
  })

  it.each(['waiting', 'newest', 'oldest', 'updated', 'priority'] as const)(
    'pages by %s without gap or doubling',
    async sort => {
      const whole = await world.read(world.admin, reader => listTickets(reader, { sort }))
      const paged: number[] = []
      let cursor: string | undefined
      do {
        const page = await world.read(world.admin, reader => listTickets(reader, { sort, limit: 1, cursor }))
        paged.push(...page.items.map(ticket => ticket.number))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(paged).toEqual(whole.items.map(ticket => ticket.number))
      expect(paged).toHaveLength(4)
    },
  )

  it('narrows by tag, also after it was tagged twice', async () => {
    const [ticket] = (await world.read(world.ana, reader => listTickets(reader, { q: 'invoice' }))).items
    const tag = async () => {
      const version = await versionNow(world, ticket?.id ?? '')
      return world.run(world.ana, uow => tagTicket(uow, { ticketId: ticket?.id ?? '', version, tag: 'vat' }))
    }
    expect((await tag()).version).toBe((await tag()).version)
    expect(await titles(world.ana, { tag: 'VAT' })).toEqual(['An invoice'])
  })
})
