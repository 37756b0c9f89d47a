import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { countRoundTrips, countStatements } from '@gotrs/db/testing/count-statements'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IdempotentCall } from '../kernel/idempotency.ts'
import { addNote } from '../messages/add-note.ts'
import { replyToTicket } from '../messages/reply.ts'
import { countViews } from '../views/counts.ts'
import { createView } from '../views/create.ts'
import { createTicket } from './create.ts'
import { readTicket } from './detail.ts'
import { listTickets } from './list.ts'

// A request adds one more: whose session is it. The budgets are 3 (4 where a filter holds names), 2 and 10 with it, and 5
// round trips for a reply and for a new ticket.
describe('statements', () => {
  let world: World
  let ticketId: string

  beforeAll(async () => {
    world = await createWorld()
    ticketId = (await ask(world, world.omar)).ticketId
  })
  afterAll(() => world.remove())

  const count = async (work: () => Promise<unknown>) => (await countStatements(world.pool, work)).length
  const read = () => count(() => world.read(world.ana, reader => readTicket(reader, { ticketId })))
  const list = (q: string) => count(() => world.read(world.ana, reader => listTickets(reader, { q })))
  const listAll = async () => [await list('is:open'), await list('from:omar -tag:x drops')]
  const said = { text: 'Here.', attachmentIds: [], thenResolve: false }
  const replyOf = async (idempotency?: IdempotentCall) => {
    const input = { ...said, ticketId, version: await versionNow(world, ticketId) }
    return () => world.run(world.ana, uow => replyToTicket(uow, input), { idempotency })
  }
  const reply = async () => count(await replyOf())

  it('stay the same for one row and for many', async () => {
    // The first answer takes the ticket as well.
    await (await replyOf())()
    const few = [...(await listAll()), await read(), await reply()]
    for (let at = 0; at < 12; at += 1) {
      await ask(world, world.omar)
      await world.run(world.omar, uow =>
        replyToTicket(uow, { ticketId, text: 'And more.', attachmentIds: [], thenResolve: false }),
      )
    }
    const many = [...(await listAll()), await read(), await reply()]
    expect(many).toEqual(few)
    const [listed, found, detailed, replied] = many
    expect(listed).toBeLessThanOrEqual(2)
    // The names, the exact subject, those with the words in their head, the tickets, their rows, where the words are.
    expect(found).toBeLessThanOrEqual(6)
    expect(detailed).toBe(1)
    expect(replied).toBeLessThanOrEqual(9)
  })

  it('of a write are sent in few round trips', async () => {
    const trips = (work: () => Promise<unknown>) => countRoundTrips(world.pool, work)
    const note = () => world.run(world.ana, uow => addNote(uow, { ...said, ticketId }))
    const create = () =>
      world.run(world.omar, uow => createTicket(uow, { ...said, title: 'VPN', message: 'It drops.' }))
    expect(await trips(await replyOf())).toBeLessThanOrEqual(4)
    expect(await trips(await replyOf({ key: 'a key of its own', callHash: 'hash' }))).toBeLessThanOrEqual(4)
    expect(await trips(note)).toBeLessThanOrEqual(3)
    expect(await trips(create)).toBeLessThanOrEqual(4)
    const forCustomer = () =>
      world.run(world.ana, uow =>
        createTicket(uow, { ...said, title: 'VPN', message: 'It drops.', customerEmail: world.omar.email }),
      )
    expect(await trips(forCustomer)).toBeLessThanOrEqual(4)
  })

  it('for the sidebar are two, and with saved views one for each of them, all sent at once', async () => {
    const counts = () => world.list(world.ana, countViews)
    const inList = 2
    expect(await count(counts)).toBe(inList + 2)
    expect(await countRoundTrips(world.pool, counts)).toBeLessThanOrEqual(2)
    for (const q of ['from:omar', 'tag:vpn', 'priority:urgent is:open', 'is:done']) {
      const view = { name: q, q, sort: 'waiting', isShared: false } as const
      await world.run(world.ana, uow => createView(uow, view))
    }
    const [names, settings] = [1, 3]
    expect(await count(counts)).toBe(inList + 2 + settings + names + 4)
    expect(await countRoundTrips(world.pool, counts)).toBeLessThanOrEqual(4)
  })
})
