import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replyToTicket } from '../messages/reply.ts'
import { countViews } from '../views/counts.ts'
import { createView } from '../views/create.ts'
import { readTicket } from './detail.ts'
import { listTickets } from './list.ts'

// A request adds one more: whose session is it. The budgets are 3 (4 where a filter holds names), 4 and 8 with it.
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
  const listAll = async () => [await list('is:open assignee:none'), await list('from:omar -tag:x drops')]
  const reply = async () => {
    const version = await versionNow(world, ticketId)
    const input = { ticketId, version, text: 'Here.', attachmentIds: [], thenResolve: false }
    return count(() => world.run(world.ana, uow => replyToTicket(uow, input)))
  }

  it('stay the same for one row and for many', async () => {
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
    // The names, the exact subject, the tickets, their rows, where the words are.
    expect(found).toBeLessThanOrEqual(5)
    expect(detailed).toBeLessThanOrEqual(3)
    expect(replied).toBeLessThanOrEqual(9)
  })

  it('for the sidebar are two, and four with saved views', async () => {
    const counts = () => count(() => world.read(world.ana, countViews))
    expect(await counts()).toBe(2)
    for (const q of ['from:omar', 'tag:vpn', 'priority:urgent is:open']) {
      const view = { name: q, q, sort: 'waiting', isShared: false } as const
      await world.run(world.ana, uow => createView(uow, view))
    }
    expect(await counts()).toBe(4)
  })
})
