import { listEventsInput } from '@gotrs/contract/event-list'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { dbOf } from '@gotrs/db/client'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { listEvents, maxScanned } from './list-events.ts'

const many = 100_000

/** What one call costs, in rows that Postgres reads: a count does not depend on the machine. */
describe(`the list among ${many} events of others`, () => {
  let world: World
  let longTicketId: string
  beforeAll(async () => {
    world = await createWorld()
    const { ticketId } = await ask(world, world.lena)
    longTicketId = ticketId
    await world.pool.query(
      `insert into events (id, type, audience, ticket_id, actor_kind, payload, created_at)
        select gen_random_uuid(), 'ticket.opened', 'customer', $1, 'system', '{}', now() + n * interval '1 second'
        from generate_series(1, $2::int) n`,
      [ticketId, many],
    )
    await world.asOwner('analyze events')
    await allBeforeHorizon()
  }, 60_000)
  afterAll(() => world.remove())

  /** The list ends before the oldest transaction of the cluster, and other tests run theirs in the same one. */
  const allBeforeHorizon = () =>
    vi.waitFor(
      async () => {
        const { rowCount } = await world.pool.query(
          `select 1 from events where position >= event_position(pg_snapshot_xmin(pg_current_snapshot())) limit 1`,
        )
        expect(rowCount).toBe(0)
      },
      { timeout: 30_000, interval: 100 },
    )

  async function eventsRead(actor: UserActor, given: { after?: string; ticket?: string }) {
    const client = await world.pool.connect()
    const countRows = async () => {
      const { rows } = await client.query<{ scanned: number; fetched: number }>(
        `select seq_tup_read::int as scanned, coalesce(idx_tup_fetch, 0)::int as fetched
          from pg_stat_xact_user_tables where relname = 'events'`,
      )
      return rows[0] ?? { scanned: 0, fetched: 0 }
    }
    try {
      await client.query('begin')
      const before = await countRows()
      const reader = { db: dbOf(client), actor, now: world.now() }
      const page = await listEvents(reader, world.vault, listEventsInput.parse(given))
      const after = await countRows()
      return { page, scanned: after.scanned - before.scanned, fetched: after.fetched - before.fetched }
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  // The page, the facts of its tickets and what is shown of it: three times as many rows as it looks at, at the most.
  const bound = 3 * maxScanned + 100

  test('a page reads a bounded number of rows by index, at the beginning and in the middle, for every caller', async () => {
    for (const actor of [world.admin, world.ana, world.omar]) {
      let after: string | undefined
      for (let page = 0; page < 3; page += 1) {
        const read = await eventsRead(actor, after ? { after } : {})
        expect(read.scanned).toBe(0)
        expect(read.fetched).toBeLessThan(bound)
        after = read.page.nextAfter
      }
    }
  })

  test('a page is empty for a caller who may not see its events, and still has a next cursor', async () => {
    const { page } = await eventsRead(world.omar, {})
    expect(page.items).toEqual([])
    expect(page.hasMore).toBe(true)
    const next = await eventsRead(world.omar, { after: page.nextAfter })
    expect(next.page.nextAfter).not.toBe(page.nextAfter)
    expect(Buffer.from(page.nextAfter, 'base64url').toString('latin1')).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/)
  })

  test('of a long ticket that they may not see, the answer is that of a missing one', async () => {
    const { page } = await eventsRead(world.omar, { ticket: longTicketId })
    expect(page).toEqual((await eventsRead(world.omar, { ticket: v7() })).page)
    expect((await eventsRead(world.lena, { ticket: longTicketId })).page.hasMore).toBe(true)
  })

  test('one ticket of many is found by its own index', async () => {
    const read = await eventsRead(world.admin, { ticket: v7() })
    expect(read).toMatchObject({ scanned: 0, fetched: 0, page: { items: [], hasMore: false } })
  })
})
