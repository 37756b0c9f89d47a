import { createWorld, type World } from '@gotrs/core/testing/world'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maxListMs } from './bounded-reads.ts'
import { requireGrant } from './require-grant.ts'
import type { Reader } from './unit-of-work.ts'

const sleep = (seconds: number) => (reader: Reader) => {
  requireGrant(reader, 'ticket.read')
  return reader.db.execute(sql`select pg_sleep(${seconds})`)
}
// The role of the application does not see what other connections run.
const countSleeping = async (world: World) => {
  const [row] = await world.asOwner(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()`,
  )
  return row?.count
}
/** Exactly `count` statements run, and no more of them start while the test waits. */
const expectSleeping = async (world: World, count: number) => {
  await expect.poll(() => countSleeping(world), { timeout: 10_000 }).toBe(count)
  for (let at = 0; at < 5; at += 1) expect(await countSleeping(world)).toBeLessThanOrEqual(count)
}
const settingOf = async (reader: Reader) => {
  requireGrant(reader, 'ticket.read')
  return (await reader.db.execute<{ limit: string }>(sql`select current_setting('statement_timeout') as limit`)).rows[0]
    ?.limit
}

describe('a list', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld({ poolSize: 6 })
  })
  afterAll(() => world.remove())

  it('times out in Postgres with an error of its own', async () => {
    await expect(world.list(world.omar, sleep(30))).rejects.toMatchObject({ code: 'search_too_slow' })
  })

  it('leaves no timeout on its connection, after success and after an error', async () => {
    expect(await world.list(world.omar, settingOf)).toBe(`${maxListMs / 1000}s`)
    await world.list(world.omar, reader => reader.db.execute(sql`select 1/0`)).catch(() => {})
    const all = Array.from({ length: 6 }, () => world.run(world.ana, settingOf))
    expect(new Set(await Promise.all(all))).toEqual(new Set(['30s']))
  })

  it('rejects the searches of one person beyond their limit, while others can search', async () => {
    const search = (seconds: number, who = world.omar) => world.list(who, sleep(seconds), { isSearch: true })
    const hostile = Array.from({ length: 30 }, () => search(30).catch(error => error.code))
    // It does not wait until the others end.
    await search(0, world.lena)
    await expectSleeping(world, 2)
    const codes = await Promise.all(hostile)
    expect(codes.filter(code => code === 'too_many_requests').length).toBeGreaterThanOrEqual(8)
    expect(codes).toContain('search_too_slow')
  })

  it('of one person leaves connections for others', async () => {
    const hostile = Array.from({ length: 20 }, () => world.list(world.omar, sleep(1)).catch(() => {}))
    await world.list(world.lena, sleep(0))
    await expectSleeping(world, 4)
    await Promise.all(hostile)
  })
})

describe('a change', () => {
  it('that waits for a lock delays only the person who sent it', async () => {
    const world = await createWorld({ poolSize: 6 })
    const blocked = Array.from({ length: 40 }, () => world.run(world.omar, sleep(0.3)))
    await world.run(world.lena, settingOf)
    await expectSleeping(world, 4)
    await Promise.all(blocked)
    await world.remove()
  })
})
