import { fillWithSearchRows } from '@gotrs/core/testing/search/fill-with-search-rows'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { dbOf } from '@gotrs/db/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { listTickets } from './list.ts'

const rows = 24_000

/** What others pay for one search, in rows that Postgres reads: a count does not depend on the machine. */
describe(`a search among ${rows} texts of others`, () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
    const { pool, lena, supportId } = world
    await fillWithSearchRows(pool, { customerId: lena.id, queueId: supportId }, { tickets: rows / 3, rowsEach: 3 })
    for (let at = 0; at < 5; at += 1) await ask(world, world.omar, { title: `Own ${at}` })
  })
  afterAll(() => world.remove())

  /** The rows that are read by `desk.list`, which sets how a search is planned. */
  async function rowsRead(actor: UserActor, input: Parameters<typeof listTickets>[1]) {
    const client = await world.pool.connect()
    // A connection counts on where it has not handed its figures in yet.
    const countRows = async () => {
      const { rows: counted } = await client.query<{ scanned: number; fetched: number }>(
        `select sum(seq_tup_read)::int as scanned, sum(coalesce(idx_tup_fetch, 0))::int as fetched
          from pg_stat_xact_user_tables where relname in ('tickets', 'messages', 'search_rows')`,
      )
      return counted[0] ?? { scanned: 0, fetched: 0 }
    }
    try {
      await client.query('begin')
      await client.query(
        'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off',
      )
      const before = await countRows()
      const { items, search } = await listTickets({ db: dbOf(client), actor, now: world.now() }, input)
      const after = await countRows()
      return {
        found: items.length,
        isComplete: search?.isCut === false,
        scanned: after.scanned - before.scanned,
        fetched: after.fetched - before.fetched,
      }
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  const hostile = [
    'absent',
    '-absent -missing -nowhere -nothing -unheard',
    'absent OR missing OR nowhere OR nothing OR unheard',
    '-message',
    '-(message third)',
    '"third message"',
    'customer:omar -absent',
    'message third word1 word2 word3 word4 word5 word6 word7 word8',
    'message OR -third',
    '故障',
    'newer:7d -"and so on"',
  ]

  it.each(hostile)('reads only the tickets of the customer who asks: %s', async q => {
    const { scanned, fetched } = await rowsRead(world.omar, { q })
    expect(scanned).toBe(0)
    // 5 tickets with their few rows, for each of ten terms, and what is shown.
    expect(fetched).toBeLessThan(200)
  })

  // What one call may read, whatever the desk holds: maxCost of search/newest-matches.ts, and the rows of those tickets.
  const ceiling = 40_000

  it.each([...hostile, 'message', 'third', 'word7', 'rare77', 'single', 'ancient', 'mes'])(
    'has a ceiling for staff: %s',
    async q => {
      for (const sort of [undefined, 'waiting', 'updated', 'priority'] as const) {
        const { scanned, fetched } = await rowsRead(world.ana, { q, sort })
        expect(scanned, sort).toBe(0)
        expect(fetched, sort).toBeLessThan(ceiling)
      }
    },
  )

  it.each([
    ['absent', 0, 1_500],
    ['single', 1, 1_500],
    ['rare1234', 12, 3_000],
    ['message', 50, 2_500],
  ])('costs little where it should: %s', async (q, found, most) => {
    const read = await rowsRead(world.ana, { q })
    expect(read).toMatchObject({ found, isComplete: true })
    expect(read.fetched).toBeLessThan(most)
  })

  it('reads each ticket at most once of a customer who has some hundreds all over the desk', async () => {
    const own = 400
    await world.pool.query(`update tickets set customer_id = $1 where number % $2 = 0`, [world.nora.id, rows / 3 / own])
    await world.pool.query('analyze tickets')
    for (const sort of ['updated', 'priority'] as const) {
      const { scanned, fetched } = await rowsRead(world.nora, { q: 'absent', sort })
      expect(scanned).toBe(0)
      expect(fetched).toBeLessThan(own * (1 + 4) * 2)
    }
  })
})
