import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { presence, type Recovery, startRecovery } from './recovery.ts'

let world: World
let recovery: Recovery
beforeEach(async () => {
  world = await createWorld({ now: () => new Date() })
})
afterEach(async () => {
  await recovery.stop()
  // Closes the pool: it would wait for ever for a connection that nobody gives back.
  await world.remove()
})

const present = async () => {
  const { rows } = await world.pool.query(`select mode from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`)
  return rows.map(row => row.mode)
}
const lockedBy = async () => (await world.pool.query('select locked_by from graphile_worker._private_jobs')).rows
const leaveJobBehind = async () => {
  await world.pool.query("select graphile_worker.add_job('x')")
  await world.pool.query(
    "update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now() - interval '1 s'",
  )
}

test('a mail-worker that asks for its jobs as it starts is present once, and alone', async () => {
  await leaveJobBehind()
  recovery = startRecovery(world)
  await Promise.all([recovery.giveBackJobs(), recovery.giveBackJobs()])
  expect(await present()).toEqual(['ShareLock'])
  expect(await lockedBy()).toEqual([{ locked_by: null }])
})

test('what a killed mail-worker held is given back once Postgres has seen that it is gone', {
  timeout: 30_000,
}, async () => {
  await leaveJobBehind()
  const dead = await world.pool.connect()
  await dead.query('select pg_advisory_lock_shared($1)', [presence])
  recovery = startRecovery(world)
  await recovery.giveBackJobs()
  expect(await lockedBy()).toEqual([{ locked_by: 'dead' }])
  dead.release(true)
  await vi.waitFor(
    async () => {
      recovery.wake()
      expect(await lockedBy()).toEqual([{ locked_by: null }])
    },
    { timeout: 15_000, interval: 100 },
  )
})

test('stopped in the middle of a sweep, it leaves no connection behind', async () => {
  recovery = startRecovery(world)
  const sweeping = recovery.giveBackJobs()
  await recovery.stop()
  await sweeping
  expect(await present()).toEqual([])
})
