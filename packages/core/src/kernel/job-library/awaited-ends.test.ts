import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { settleJobs, startJobs } from '../jobs.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.remove())

/** Runs statements before the library records the end of a job. */
const beforeTheEnd = (operation: string, statements: string) =>
  world.asOwner(`
    create function before_the_end() returns trigger language plpgsql as $$ begin ${statements} end $$;
    create trigger before_the_end before ${operation} on graphile_worker._private_jobs for each row
      when (old.locked_by is not null) execute function before_the_end()`)

test.each([
  ['done', 'delete', async () => {}],
  ['failed', 'update', () => Promise.reject(new Error('no'))],
] as const)(
  'a job that is %s stays, and the runner ends, when its end cannot be recorded',
  async (_, operation, run) => {
    await world.pool.query("select graphile_worker.add_job('test_task')")
    const begun = Promise.withResolvers<void>()
    const task = {
      name: 'test_task',
      maxAttempts: 12,
      async run() {
        await beforeTheEnd(operation, "raise exception 'the disk is full';")
        begun.resolve()
        await run()
      },
    }
    const error = vi.fn()
    const desk = { ...world, log: { ...world.log, error } }
    const runner = await startJobs(desk, { reactions: [], clock: [], tasks: [task] }, 1)
    await begun.promise
    await runner.ended.catch(() => {})
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ err: expect.any(Error) }), expect.any(String))
    expect((await world.pool.query('select 1 from graphile_worker.jobs')).rowCount).toBe(1)
  },
)

test.each([
  ['done', 'delete', 'old', async () => {}, []],
  ['failed', 'update', 'new', () => Promise.reject(new Error('no')), [{ last_error: 'Error' }]],
] as const)(
  'settling returns after the library has recorded that a job is %s',
  async (_, operation, row, run, left) => {
    await world.pool.query("select graphile_worker.add_job('test_task', max_attempts := 1)")
    await beforeTheEnd(operation, `perform pg_sleep(0.5); return ${row};`)
    await settleJobs(world, { reactions: [], clock: [], tasks: [{ name: 'test_task', maxAttempts: 1, run }] })
    expect((await world.pool.query('select last_error from graphile_worker.jobs')).rows).toEqual(left)
  },
)
