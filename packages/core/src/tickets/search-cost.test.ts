import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { dbOf } from '@gotrs/db/client'
import { fillWithMessages } from '@gotrs/db/testing/fill-with-messages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { listTickets } from './list.ts'

const messages = 60_000
// No desk has these; each is looked for in every message that the search reads.
const absent = ['-absent', '-missing', '-nowhere', '-nothing', '-unheard'].join(' ')

/** What others pay for one search, in rows that Postgres reads: a count does not depend on the machine. */
describe('a search among 60,000 messages of others', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
    const { pool, lena, ana, supportId } = world
    const place = { customerId: lena.id, agentId: ana.id, queueId: supportId }
    await fillWithMessages(pool, place, { tickets: messages / 3, messagesEach: 3 })
    for (let at = 0; at < 5; at += 1) await ask(world, world.omar, { title: `Own ${at}` })
  })
  afterAll(() => world.remove())

  /** The rows that each way of reading has touched. */
  async function rowsRead(actor: UserActor, input: Parameters<typeof listTickets>[1]) {
    const client = await world.pool.connect()
    // A connection counts on where it has not handed its figures in yet.
    const countRows = async () => {
      const { rows } = await client.query<{ scanned: number; fetched: number }>(
        `select sum(seq_tup_read)::int as scanned, sum(coalesce(idx_tup_fetch, 0))::int as fetched
          from pg_stat_xact_user_tables where relname in ('tickets', 'messages')`,
      )
      return rows[0] ?? { scanned: 0, fetched: 0 }
    }
    try {
      await client.query('begin')
      const before = await countRows()
      const { items } = await listTickets({ db: dbOf(client), actor, now: world.now() }, input)
      const after = await countRows()
      return {
        found: items.length,
        scanned: after.scanned - before.scanned,
        fetched: after.fetched - before.fetched,
      }
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  it.each([
    absent,
    'absent OR missing OR nowhere OR nothing OR unheard',
    '-message',
    '-(filled length)',
    '"so on at length"',
    'customer:omar -absent',
    '故障',
    'newer:7d -"and so on"',
  ])('reads only the tickets of the customer who asks: %s', async q => {
    const { scanned, fetched } = await rowsRead(world.omar, { q })
    expect(scanned).toBe(0)
    // 5 tickets of one message each, found for each of five terms, and the rows that are shown.
    expect(fetched).toBeLessThan(100)
  })

  it.each(['updated', 'newest', 'oldest', 'priority'] as const)('whatever the order: %s', async sort => {
    const { found, scanned, fetched } = await rowsRead(world.omar, { q: absent, sort })
    expect({ found, scanned }).toEqual({ found: 5, scanned: 0 })
    expect(fetched).toBeLessThan(100)
  })

  it('finds the tickets of a customer first who has some hundreds all over the desk', async () => {
    const own = 400
    await world.pool.query(`update tickets set customer_id = $1 where number % $2 = 0`, [
      world.nora.id,
      messages / 3 / own,
    ])
    await world.pool.query('analyze tickets')
    for (const sort of ['updated', 'priority'] as const) {
      const { scanned, fetched } = await rowsRead(world.nora, { q: 'absent', sort })
      expect(scanned).toBe(0)
      expect(fetched).toBeLessThan(own * (1 + 3) * 2)
    }
  })

  it('reads each message at most once for staff who leave out words that nobody wrote', async () => {
    const { found, scanned, fetched } = await rowsRead(world.ana, { q: absent })
    expect(found).toBe(50)
    expect(scanned + fetched).toBeLessThan(messages)
  })
})
