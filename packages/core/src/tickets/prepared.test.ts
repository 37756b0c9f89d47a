import { fillDesk } from '@gotrs/core/testing/fill-desk'
import { ask, seen } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createTestDatabase } from '@gotrs/db/testing/test-database'
import { afterAll, describe, expect, it } from 'vitest'
import { addNote } from '../messages/add-note.ts'
import { replyToTicket } from '../messages/reply.ts'
import { countViews } from '../views/counts.ts'
import { listOptionsOf, listTickets } from './list.ts'

type Kept = { name: string; statement: string; generic: number; custom: number }

/** What the desk's one connection keeps. */
const keptBy = async (world: World) =>
  (
    await world.pool.query<Kept>(
      'select name, statement, generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements',
    )
  ).rows

async function readAll(world: World, ticketId: string, sessionId: string) {
  for (const q of ['is:open', 'is:open assignee:me', `is:open queue:${world.supportId}`, 'status:new', 'from:omar']) {
    await world.list(world.ana, reader => listTickets(reader, { q }), listOptionsOf({ q }))
  }
  await world.list(world.ana, countViews, { isPlannedOnce: true })
  await world.sessions.validate(sessionId)
  await seen(world, world.ana, ticketId)
}

/** Postgres plans a statement with its values five times, and then without them unless that looks more expensive. */
function plannedOnce(kept: Kept[]) {
  for (const { name, generic, custom, statement } of kept) {
    expect(custom, `${name}: ${statement}`).toBeLessThanOrEqual(5)
    expect(generic + custom, `${name}: ${statement}`).toBeGreaterThan(0)
  }
}

describe('prepared statements', () => {
  const worlds: World[] = []
  afterAll(() => Promise.all(worlds.map(world => world.remove())))

  it('are few, and those with many joins are planned once', async () => {
    const world = await createWorld({ poolSize: 1 })
    worlds.push(world)
    const { ticketId } = await ask(world, world.omar)
    const { sessionId } = await world.sessions.open(world.ana.id, { userAgent: 'Firefox' })
    await fillDesk(world, 2_000)
    for (let at = 0; at < 10; at += 1) await readAll(world, ticketId, sessionId)
    const kept = await keptBy(world)
    // Three pages of ids, the sidebar, the rows of a page; the ticket, its messages, what is around it; what others prepare.
    expect(kept.length).toBeGreaterThanOrEqual(8)
    expect(kept.length).toBeLessThan(20)
    expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(['tickets_of_ids', 'open_session']))
    plannedOnce(kept)
  })

  it('are those of writes too', async () => {
    const world = await createWorld({ poolSize: 1 })
    worlds.push(world)
    const { ticketId } = await ask(world, world.omar)
    const said = { ticketId, text: 'Restart it.', attachmentIds: [] }
    for (let at = 0; at < 10; at += 1) {
      await world.run(world.ana, uow => replyToTicket(uow, { ...said, version: 'any', thenResolve: false }))
      await world.run(world.ana, uow => addNote(uow, said))
      await ask(world, world.omar)
    }
    const rows = await keptBy(world)
    plannedOnce(rows)
    for (const part of [
      /from "tickets".* for update$/,
      /^with "added_message" as .* insert into "tickets"/,
      /^insert into "messages"/,
    ]) {
      expect(rows.some(({ statement }) => part.test(statement))).toBe(true)
    }
    expect(rows.some(({ statement }) => statement.includes('update "tickets" set'))).toBe(true)
  })

  it('are not used where the address of the database says so', async () => {
    const database = await createTestDatabase()
    const world = await createWorld({ databaseUrl: `${database.url}?prepared_statements=off`, poolSize: 1 })
    worlds.push({ ...world, remove: () => world.remove().then(database.drop) })
    expect(await keptBy(world)).toEqual([])
    const { ticketId } = await ask(world, world.omar)
    const { sessionId } = await world.sessions.open(world.ana.id, { userAgent: 'Firefox' })
    await readAll(world, ticketId, sessionId)
    expect(await keptBy(world)).toEqual([])
  })
})
