import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { count, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settleJobs } from './jobs.ts'
import { createKernel } from './kernel.ts'
import { reaction } from './reaction.ts'
import { requireGrant } from './require-grant.ts'
import type { Reader, UnitOfWork } from './unit-of-work.ts'

/** Work that a person is allowed to do. */
const asking =
  <T>(work: (uow: UnitOfWork) => T) =>
  async (uow: UnitOfWork) => {
    requireGrant(uow, 'account.manage')
    return work(uow)
  }

describe('a unit of work', () => {
  let world: World
  const seenCauses: (readonly string[])[] = []
  const greet = reaction({
    name: 'test_greet',
    on: ['user.registered'],
    async after(uow, event) {
      seenCauses.push(uow.cause)
      await uow.db
        .update(users)
        .set({ name: `Greeted ${event.payload.userId}` })
        .where(eq(users.id, event.payload.userId))
      uow.emit('user.passwordChanged', { userId: event.payload.userId })
    },
  })
  const work = { reactions: [greet], clock: [], tasks: [] }

  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.remove())

  const kernel = () => createKernel({ ...world, reactions: [greet] })
  const countEvents = async () => (await world.db.select({ count: count() }).from(events))[0]?.count
  const jobs = async () =>
    (await world.pool.query('select count(*)::int as count from graphile_worker.jobs')).rows[0].count

  const renaming = (name: string) =>
    asking(async uow => {
      await uow.db.update(users).set({ name }).where(eq(users.id, world.ana.id))
      return 'renamed'
    })
  const readName = (connections: unknown[]) => async (reader: Reader) => {
    requireGrant(reader, 'account.manage')
    connections.push(reader.db.$client)
    const [row] = await reader.db.select().from(users).where(eq(users.id, world.ana.id))
    return row?.name
  }

  it('stores no event and no job when it fails', async () => {
    const before = [await countEvents(), await jobs()]
    const failing = kernel().run(world.ana, async uow => {
      uow.emit('user.registered', { userId: world.ana.id })
      await uow.db.update(users).set({ name: 'Gone' }).where(eq(users.id, world.ana.id))
      throw new Error('broken on purpose')
    })
    await expect(failing).rejects.toThrow('broken on purpose')
    expect([await countEvents(), await jobs()]).toEqual(before)
    const [ana] = await world.db.select().from(users).where(eq(users.id, world.ana.id))
    expect(ana?.name).toBe('Ana Agent')
  })

  it('runs its reactions in separate transactions, with the event as their cause', async () => {
    const eventId = await kernel().run(
      world.omar,
      asking(uow => uow.emit('user.registered', { userId: world.omar.id })),
    )
    await settleJobs(kernel(), work)
    expect(seenCauses).toEqual([[`event:${eventId}`]])
    const [omar] = await world.db.select().from(users).where(eq(users.id, world.omar.id))
    expect(omar?.name).toBe(`Greeted ${world.omar.id}`)
    const [followed] = await world.db.select().from(events).where(eq(events.type, 'user.passwordChanged'))
    expect(followed).toMatchObject({ actorKind: 'system', actorName: 'desk', cause: [`event:${eventId}`] })
  })

  it('records who acted, and rejects a payload that is not in the catalogue', async () => {
    await kernel().run(
      world.lena,
      asking(uow => uow.emit('user.loggedIn', { userId: world.lena.id })),
    )
    const [row] = await world.db.select().from(events).where(eq(events.type, 'user.loggedIn'))
    expect(row).toMatchObject({
      actorKind: 'user',
      actorId: world.lena.id,
      audience: 'staff',
      payload: { userId: world.lena.id },
    })
    const wrong = kernel().run(
      world.lena,
      asking(uow => uow.emit('user.loggedIn', { userId: 'nobody' })),
    )
    await expect(wrong).rejects.toThrow()
  })

  it('succeeds when it is committed, also when later work fails', async () => {
    let hasRun = false
    const done = await kernel().run(world.ana, async uow => {
      requireGrant(uow, 'account.manage')
      uow.afterCommit(async () => {
        throw new Error('broken after the commit')
      })
      uow.afterCommit(async () => {
        hasRun = true
      })
      return 'done'
    })
    expect([done, hasRun]).toEqual(['done', true])
  })

  it('reads its answer after the commit, on its own connection', async () => {
    const name = `Read back ${crypto.randomUUID()}`
    const seen: unknown[] = []
    const connections: unknown[] = []
    await kernel().run(world.ana, renaming(name), {
      async thenRead(result, read) {
        seen.push(result, await read(world.ana, readName(connections)))
      },
    })
    expect(seen).toEqual(['renamed', name])
    expect(connections).not.toContain(world.pool)
  })

  it('reads no answer of work that failed to commit, and stays committed where reading fails', async () => {
    const [lost, kept] = ['Lost', 'Kept'].map(it => `${it} ${crypto.randomUUID()}`) as [string, string]
    const late = reaction({
      name: 'test_late',
      on: ['user.registered'],
      statements: 1,
      async with({ changeLast }) {
        changeLast({
          name: 'failing',
          ctes: sql`failing as (update users set name = (1 / (random() * 0))::text)`,
          values: {},
        })
      },
    })
    const failing = createKernel({ ...world, reactions: [late] }).run(
      world.ana,
      async uow => {
        uow.emit('user.registered', { userId: world.ana.id })
        return renaming(lost)(uow)
      },
      { thenRead: async (_, read) => void (await read(world.ana, readName([]))) },
    )
    await expect(failing).rejects.toThrow('division by zero')
    const unread = kernel().run(world.ana, renaming(kept), {
      thenRead: () => Promise.reject(new Error('cannot be read')),
    })
    await expect(unread).rejects.toThrow('cannot be read')
    const [ana] = await world.db.select().from(users).where(eq(users.id, world.ana.id))
    expect(ana?.name).toBe(kept)
  })

  it('does not wait for a statement that it sends ahead, and fails with its error', async () => {
    const failing = kernel().run(
      world.ana,
      asking(async uow => {
        uow.sendAhead(uow.db.execute(sql`select 1 / 0`))
        // Postgres rejects it, because the transaction has failed.
        await uow.db.select().from(users)
      }),
    )
    await expect(failing).rejects.toThrow(/division by zero|select 1 \/ 0/)
    const last = kernel().run(
      world.ana,
      asking(async uow => uow.sendAhead(uow.db.execute(sql`select 1 / 0`))),
    )
    await expect(last).rejects.toThrow(/division by zero|select 1 \/ 0/)
  })

  it('sends its hints with the commit, and no hints when it is rolled back', async () => {
    const received: (string | null)[] = []
    let wake = () => {}
    const subscription = await world.bus.subscribe(
      notice => {
        received.push(...(notice.hints ?? []).map(hint => hint.eventId))
        wake()
      },
      () => {},
    )
    const woken = new Promise<void>(resolve => {
      wake = resolve
    })
    await kernel()
      .run(world.ana, async uow => {
        uow.emit('user.loggedIn', { userId: world.ana.id })
        throw new Error('rolled back')
      })
      .catch(() => {})
    const kept = await kernel().run(
      world.ana,
      asking(uow => uow.emit('user.loggedIn', { userId: world.ana.id })),
    )
    await woken
    await subscription.stop()
    expect(received).toEqual([kept])
  })
})
