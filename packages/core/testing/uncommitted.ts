import { expect } from 'vitest'
import type { World } from './world.ts'

type Statement = { text: string; values: unknown[] }

/** Commits `statement` only once `act` waits for its lock: two people who change the same at once. */
export async function whileUncommitted<T>(world: World, statement: Statement, act: () => Promise<T>): Promise<T> {
  const client = await world.pool.connect()
  try {
    await client.query('begin')
    await client.query(statement.text, statement.values)
    const acted = act()
    // It may be rejected before anybody awaits it.
    acted.catch(() => {})
    await expect.poll(() => waiting(world), { interval: 10, timeout: 10_000 }).toBeGreaterThan(0)
    await client.query('commit')
    return await acted
  } finally {
    client.release(true)
  }
}

const waiting = async (world: World) =>
  (
    await world.asOwner(
      "select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
  )[0]?.count
