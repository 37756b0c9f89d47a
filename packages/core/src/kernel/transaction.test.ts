import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { idempotencyKeys } from '@gotrs/db/tables/idempotency-keys'
import { users } from '@gotrs/db/tables/people'
import { count, eq, like, sql } from 'drizzle-orm'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireGrant } from './require-grant.ts'
import { hasSqlState } from './sql-state.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Postgres gets a `begin` that it rejects, and the connection lives on. */
async function withRefusedBegin(pool: pg.Pool, work: () => Promise<unknown>): Promise<void> {
  const refuse = (client: pg.PoolClient) => {
    const { query } = client
    client.query = ((first: unknown, ...rest: unknown[]) => {
      const isBegin = typeof first === 'string' && first.startsWith('begin')
      return Reflect.apply(query, client, [isBegin ? first.replace('begin', 'begin nothing') : first, ...rest])
    }) as typeof query
    pool.once('release', () => {
      client.query = query
    })
  }
  pool.once('acquire', refuse)
  await expect(work()).rejects.toSatisfy(error => hasSqlState(error, '42601'))
}

describe('where one of several statements at once fails', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.remove())

  it('the others write nothing after the rollback', async () => {
    const rename = (uow: UnitOfWork, name: string) =>
      uow.db.update(users).set({ name }).where(eq(users.id, world.ana.id))
    const twoSteps = async (uow: UnitOfWork) => {
      await rename(uow, 'First step')
      await rename(uow, 'Second step')
    }
    const work = async (uow: UnitOfWork) => {
      requireGrant(uow, 'account.manage')
      await uow.db.select({ id: users.id }).from(users)
      // The one that fails is answered first, and the others when the rollback is on its way.
      await Promise.all([uow.db.execute(sql`select 1 / 0`), twoSteps(uow).catch(() => twoSteps(uow))])
    }
    await expect(world.run(world.ana, work)).rejects.toSatisfy(error => hasSqlState(error, '22012'))
    const [ana] = await world.db.select().from(users).where(eq(users.id, world.ana.id))
    expect(ana?.name).toBe(world.ana.name)
    await world.run(world.ana, async uow => {
      requireGrant(uow, 'account.manage')
      await rename(uow, 'Ana Again')
    })
    expect(await world.db.select().from(users).where(eq(users.name, 'Ana Again'))).toHaveLength(1)
  })
})

describe('where Postgres rejects only the begin', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.remove())

  const rename = (name: string) => async (uow: UnitOfWork) => {
    requireGrant(uow, 'account.manage')
    await uow.db.update(users).set({ name }).where(eq(users.id, world.ana.id))
  }
  const readThenRename = (name: string) => async (uow: UnitOfWork) => {
    await uow.db.select({ id: users.id }).from(users).where(eq(users.id, world.ana.id)).for('update')
    await rename(name)(uow)
  }
  const writeInSelect = (name: string) => async (uow: UnitOfWork) => {
    requireGrant(uow, 'account.manage')
    const changed = uow.db
      .$with('changed')
      .as(uow.db.update(users).set({ name }).where(eq(users.id, world.ana.id)).returning({ id: users.id }))
    await uow.db.with(changed).select().from(changed)
  }
  const readAndRenameTogether = (name: string) => async (uow: UnitOfWork) => {
    requireGrant(uow, 'account.manage')
    const read = uow.db.select({ id: users.id }).from(users)
    await Promise.all([read, uow.db.update(users).set({ name }).where(eq(users.id, world.ana.id)), read])
  }
  const works = { rename, readThenRename, writeInSelect, readAndRenameTogether }

  it.each(Object.entries(works))('nothing is written outside of a transaction: %s', async (name, work) => {
    await withRefusedBegin(world.pool, () => world.run(world.ana, work(name)))
    expect(await world.db.select().from(users).where(eq(users.name, name))).toEqual([])
    await world.run(world.ana, work(name))
    expect(await world.db.select().from(users).where(eq(users.name, name))).toHaveLength(1)
  })

  it('no event is left behind', async () => {
    const countEvents = async () => (await world.db.select({ count: count() }).from(events))[0]?.count
    const before = await countEvents()
    const emit = async (uow: UnitOfWork) => {
      requireGrant(uow, 'account.manage')
      return uow.emit('user.loggedIn', { userId: world.ana.id })
    }
    await withRefusedBegin(world.pool, () => world.run(world.ana, emit))
    expect(await countEvents()).toBe(before)
  })

  it('no key of a call is left behind', async () => {
    const idempotency = { key: 'refused', callHash: 'a' }
    await withRefusedBegin(world.pool, () => world.run(world.ana, rename('Refused'), { idempotency }))
    const left = await world.db
      .select({ count: count() })
      .from(idempotencyKeys)
      .where(like(idempotencyKeys.key, 'refused'))
    expect(left).toEqual([{ count: 0 }])
    await world.run(world.ana, rename('Accepted'), { idempotency })
    expect(await world.db.select().from(users).where(eq(users.name, 'Accepted'))).toHaveLength(1)
  })
})
