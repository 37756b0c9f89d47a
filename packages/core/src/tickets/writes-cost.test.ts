import { fillDesk } from '@gotrs/core/testing/fill-desk'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addNote } from '../messages/add-note.ts'
import { replyToTicket } from '../messages/reply.ts'

const many = 4_000

describe('what a write reads', () => {
  let world: World
  let ticketId: string

  beforeAll(async () => {
    // With one connection, its counters are those of the desk.
    world = await createWorld({ poolSize: 1 })
    ticketId = (await ask(world, world.omar)).ticketId
    await fillDesk(world, many)
    await world.pool.query(
      `insert into users (id, name, email, role, created_at)
       select gen_random_uuid(), 'Customer ' || n, 'customer' || n || '@many.example', 'customer', now() from generate_series(1, $1::int) n`,
      [many],
    )
    await world.pool.query(
      `insert into notices (user_id, event_id, kind, ticket_id, created_at)
       select $1, gen_random_uuid(), 'note', id, now() from tickets`,
      [world.ana.id],
    )
    const { ben, supportId } = world
    await world.pool.query('insert into queue_members (queue_id, user_id) values ($1, $2)', [supportId, ben.id])
    await world.pool.query('insert into ticket_followers values ($1, $2, now())', [ticketId, ben.id])
    await world.asOwner('analyze')
  })
  afterAll(() => world.remove())

  /** Rows that Postgres has read so far without an index. */
  async function rowsOfWholeTables(): Promise<Record<string, number>> {
    await world.pool.query('select pg_stat_force_next_flush()')
    const { rows } = await world.pool.query<{ relname: string; seq_tup_read: string }>(
      `select relname, seq_tup_read from pg_stat_user_tables
       where relname in ('tickets', 'users', 'notices')`,
    )
    return Object.fromEntries(rows.map(row => [row.relname, Number(row.seq_tup_read)]))
  }

  it('is found by indexes, however many people, tickets and notices there are', async () => {
    const said = { ticketId, text: 'Restart it.', attachmentIds: [], thenResolve: false }
    // Postgres plans a statement with its values five times before it plans it without them.
    for (let at = 0; at < 8; at += 1) {
      const before = await rowsOfWholeTables()
      await world.run(world.ana, uow => replyToTicket(uow, { ...said, version: 'any' }))
      await world.run(world.ana, uow => addNote(uow, said))
      await world.run(world.omar, uow => replyToTicket(uow, said))
      await ask(world, world.omar)
      expect(await rowsOfWholeTables()).toEqual(before)
    }
  })
})
