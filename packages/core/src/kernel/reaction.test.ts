import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from './actor.ts'
import { createKernel } from './kernel.ts'
import { type Reaction, reaction } from './reaction.ts'
import type { UnitOfWork } from './unit-of-work.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const kernelWith = (...reactions: Reaction[]) => createKernel({ ...world, reactions })
const namesOf = async (...ids: string[]) =>
  (await world.db.select({ name: users.name }).from(users).where(inArray(users.id, ids))).map(it => it.name)
const waitingJobs = async () =>
  (await world.pool.query('select task_identifier as task from graphile_worker.jobs order by id')).rows.map(
    it => it.task,
  )

const rename = reaction({
  name: 'test_rename',
  on: ['user.registered'],
  statements: 1,
  async with({ db }, registered) {
    const ids = registered.map(event => event.payload.userId)
    await db.update(users).set({ name: 'Registered' }).where(inArray(users.id, ids))
  },
})
const registerAll = (uow: UnitOfWork) => {
  for (const { id } of [world.omar, world.nora, world.lena]) uow.emit('user.registered', { userId: id })
}

describe('a reaction with the change', () => {
  it('runs once for all events, in one statement, without a job', async () => {
    const bare = await countStatements(world.pool, () =>
      kernelWith().run(systemActor('accounts'), async uow => registerAll(uow)),
    )
    const run = () => kernelWith(rename).run(systemActor('accounts'), async uow => registerAll(uow))
    expect(await countStatements(world.pool, run)).toHaveLength(bare.length + 1)
    expect(await namesOf(world.omar.id, world.nora.id, world.lena.id)).toEqual(Array(3).fill('Registered'))
    expect(await waitingJobs()).toEqual([])
  })

  it('does not run without an event of its types', async () => {
    const one = (uow: UnitOfWork) => uow.emit('user.loggedIn', { userId: world.ana.id })
    const bare = await countStatements(world.pool, () =>
      kernelWith().run(systemActor('accounts'), async uow => one(uow)),
    )
    const followed = await countStatements(world.pool, () =>
      kernelWith(rename).run(systemActor('accounts'), async uow => one(uow)),
    )
    expect(followed).toHaveLength(bare.length)
  })

  it('is rolled back with the change, and rolls it back when it fails', async () => {
    const failing = reaction({
      name: 'test_fail',
      on: ['user.registered'],
      statements: 0,
      async with() {
        throw new Error('broken on purpose')
      },
    })
    const seen = await world.db.$count(events)
    const run = kernelWith(rename, failing).run(systemActor('accounts'), async uow => {
      await uow.db.update(users).set({ name: 'Changed' }).where(eq(users.id, world.ben.id))
      uow.emit('user.registered', { userId: world.ben.id })
    })
    await expect(run).rejects.toThrow('broken on purpose')
    expect(await namesOf(world.ben.id)).toEqual(['Ben Agent'])
    expect(await world.db.$count(events)).toBe(seen)
  })

  it('may not send more statements than it declares', async () => {
    const greedy = reaction({
      name: 'test_greedy',
      on: ['user.registered'],
      statements: 1,
      async with({ db }, registered) {
        for (const { payload } of registered) {
          await db.update(users).set({ name: 'Greedy' }).where(eq(users.id, payload.userId))
        }
      },
    })
    await expect(kernelWith(greedy).run(systemActor('accounts'), async uow => registerAll(uow))).rejects.toMatchObject({
      cause: { message: expect.stringContaining('test_greedy sends more than the 1 statements') },
    })
    expect(await namesOf(world.omar.id)).toEqual(['Registered'])
  })

  it('may write with the events, in their statement, which rolls the change back when it fails', async () => {
    const leaving = (column: string) =>
      reaction({
        name: 'test_leave',
        on: ['user.registered'],
        statements: 1,
        async with({ changeLast }) {
          changeLast({
            name: `leave ${column}`,
            ctes: sql`left_user as (update users set name = 'Left' where ${sql.raw(column)} = ${sql.placeholder('ben')}::uuid)`,
            values: { ben: world.ben.id },
          })
        },
      })
    const register = async (uow: UnitOfWork) => uow.emit('user.registered', { userId: world.ben.id })
    const run = (...reactions: Reaction[]) => kernelWith(...reactions).run(systemActor('accounts'), register)
    const seen = await world.db.$count(events)
    await expect(run(leaving('no_column'))).rejects.toThrow('no_column')
    expect([await namesOf(world.ben.id), await world.db.$count(events)]).toEqual([['Ben Agent'], seen])
    const bare = await countStatements(world.pool, () => run())
    expect(await countStatements(world.pool, () => run(leaving('id')))).toHaveLength(bare.length)
    expect([await namesOf(world.ben.id), await world.db.$count(events)]).toEqual([['Left'], seen + 2])
  })

  it('may not make more last changes than it declares', async () => {
    const greedy = reaction({
      name: 'test_greedy',
      on: ['user.registered'],
      statements: 0,
      async with({ changeLast }) {
        changeLast({ name: 'greedy', ctes: sql`one as (select 1)`, values: {} })
      },
    })
    const run = kernelWith(greedy).run(systemActor('accounts'), async uow => registerAll(uow))
    await expect(run).rejects.toThrow('test_greedy sends more than the 0 statements')
  })

  it('emits an event once, with the desk as its actor and the event as its cause', async () => {
    const passOn = reaction({
      name: 'test_pass_on',
      on: ['user.registered', 'user.passwordChanged'],
      statements: 0,
      async with(work, [event]) {
        if (event) work.emit(event, 'user.passwordChanged', { userId: event.payload.userId })
      },
    })
    const later = reaction({
      name: 'test_later',
      on: ['user.passwordChanged'],
      async after() {},
    })
    const seen: string[] = []
    const registeredLater = reaction({
      name: 'test_registered_later',
      on: ['user.passwordChanged'],
      statements: 0,
      async with(_, changed) {
        seen.push(...changed.map(event => event.id))
      },
    })
    const eventId = await kernelWith(passOn, later, registeredLater).run(
      systemActor('accounts'),
      async uow => uow.emit('user.registered', { userId: world.omar.id }),
      { cause: ['clock:test'] },
    )
    const followed = await world.db.select().from(events).where(eq(events.type, 'user.passwordChanged'))
    expect(followed).toMatchObject([
      { actorKind: 'system', actorName: 'desk', actorId: null, cause: [`event:${eventId}`, 'clock:test'] },
    ])
    expect(seen).toEqual(followed.map(event => event.id))
    expect(await waitingJobs()).toEqual(['test_later'])
  })
})

it('a reaction after the change has a job only when its condition is true', async () => {
  await world.pool.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))')
  const wanted = reaction({
    name: 'test_wanted',
    on: ['user.loggedIn', 'user.registered'],
    isWanted: ({ type }) => sql`${type} = 'user.loggedIn'`,
    async after() {},
  })
  const always = reaction({ name: 'test_always', on: ['user.loggedIn', 'user.registered'], async after() {} })
  await kernelWith(wanted, always).run(systemActor('accounts'), async uow => {
    uow.emit('user.registered', { userId: world.omar.id })
    uow.emit('user.loggedIn', { userId: world.omar.id })
    uow.enqueue({ task: 'test_task', payload: {} })
  })
  expect(await waitingJobs()).toEqual(['test_always', 'test_wanted', 'test_always', 'test_task'])
})

describe('a reaction that can join the transaction of its event', () => {
  const joining = (work: (uow: UnitOfWork) => Promise<unknown>, isDone = true) =>
    reaction({
      name: 'test_joining',
      on: ['user.loggedIn'],
      async join(uow, event) {
        expect(uow.cause[0]).toBe(`event:${event.id}`)
        await work(uow)
        return isDone
      },
      async after() {},
    })
  const renameBen = (uow: UnitOfWork) => uow.db.update(users).set({ name: 'Joined' }).where(eq(users.id, world.ben.id))
  const run = (it: Reaction, joinsReactions: boolean) =>
    kernelWith(it).run(systemActor('accounts'), async uow => {
      uow.emit('user.loggedIn', { userId: world.ben.id })
      if (joinsReactions) uow.joinReactions()
    })
  const withoutJobs = async () => world.pool.query('delete from graphile_worker._private_jobs')

  beforeEach(withoutJobs)

  it('runs there without a job, and after it as a job where the transaction does not offer that', async () => {
    await run(joining(renameBen), true)
    expect([await namesOf(world.ben.id), await waitingJobs()]).toEqual([['Joined'], []])
    await run(joining(renameBen), false)
    expect(await waitingJobs()).toEqual(['test_joining'])
  })

  it('runs as a job where it cannot do its work there', async () => {
    await run(
      joining(async () => {}, false),
      true,
    )
    expect(await waitingJobs()).toEqual(['test_joining'])
  })

  it.each([
    ['throws after it has written', (): Promise<unknown> => Promise.reject(new Error('broken on purpose'))],
    ['sends a statement that Postgres rejects', (uow: UnitOfWork) => uow.db.execute(sql`select 1 / 0`)],
  ])('rolls the change back where it %s, and a repetition without it has its job', async (_, fail) => {
    const [seen, name] = [await world.db.$count(events), await namesOf(world.ben.id)]
    const failing = joining(async uow => {
      await uow.db.update(users).set({ name: 'Left behind' }).where(eq(users.id, world.ben.id))
      uow.emit('user.registered', { userId: world.ben.id })
      await fail(uow)
    })
    await expect(run(failing, true)).rejects.toThrow()
    expect([await world.db.$count(events), await namesOf(world.ben.id), await waitingJobs()]).toEqual([seen, name, []])
    await run(failing, false)
    expect([await world.db.$count(events), await waitingJobs()]).toEqual([seen + 1, ['test_joining']])
  })
})
