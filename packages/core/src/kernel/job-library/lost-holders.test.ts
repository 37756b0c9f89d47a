import { createWorld, type World } from '@gotrs/core/testing/world'
import { run } from 'graphile-worker'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { jobHolders, unlockJobs } from './lost-holders.ts'
import { quietLogger } from './quiet-logger.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const countUnlocked = async () =>
  (await world.pool.query('select count(*)::int from graphile_worker.jobs where locked_by is null')).rows[0].count

test('names the runners that have held jobs for some time, and unlocks those of a lost runner', async () => {
  const begun = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  await world.pool.query("select graphile_worker.add_job('test_task')")
  const taskList = {
    test_task: async () => {
      begun.resolve()
      await end.promise
    },
  }
  const runner = await run({ pgPool: world.pool, taskList, noHandleSignals: true, logger: quietLogger(world.log) })
  onTestFinished(async () => {
    end.resolve()
    await runner.stop()
  })
  await begun.promise
  expect(await jobHolders(world)).toEqual([])
  await world.asOwner("update graphile_worker._private_jobs set locked_at = now() - interval '3 seconds'")
  const holders = await jobHolders(world)
  expect(holders).toHaveLength(1)
  await unlockJobs(world, [])
  expect(await countUnlocked()).toBe(0)
  await unlockJobs(world, holders)
  expect(await countUnlocked()).toBe(1)
})
