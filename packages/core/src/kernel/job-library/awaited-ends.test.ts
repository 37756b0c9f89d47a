import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startJobs } from '../jobs.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.remove())

const refuse = (operation: string) =>
  world.asOwner(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
    create trigger refuse before ${operation} on graphile_worker._private_jobs for each row
      when (old.locked_by is not null) execute function refuse()`)

test.each([
  ['done', 'delete', async () => {}],
  ['failed', 'update', () => Promise.reject(new Error('no'))],
] as const)(
  'a job that is %s stays and ends the runner where that cannot be written down',
  async (_, operation, run) => {
    await world.pool.query("select graphile_worker.add_job('test_task')")
    const begun = Promise.withResolvers<void>()
    const task = {
      name: 'test_task',
      maxAttempts: 12,
      async run() {
        await refuse(operation)
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
