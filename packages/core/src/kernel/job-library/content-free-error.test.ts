import { createWorld, type World } from '@gotrs/core/testing/world'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleJobs } from '../jobs.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

test('the stored error of a failed job contains no value of the statement that failed', async () => {
  const task = {
    name: 'test_task',
    maxAttempts: 12,
    run: async () => {
      await world.db.execute(sql`select ${'the words of a customer'}::int`)
    },
  }
  // One attempt: on a busy machine the job library would retry it before the run ends.
  await world.pool.query("select graphile_worker.add_job('test_task', max_attempts := 1)")
  await settleJobs(world, { reactions: [], clock: [], tasks: [task] })
  const { rows } = await world.pool.query('select attempts, last_error from graphile_worker.jobs')
  expect(rows).toMatchObject([{ attempts: 1, last_error: expect.any(String) }])
  expect(rows[0].last_error).not.toContain('customer')
})
