import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createProcessLocks, type ProcessLocks } from './process-locks.ts'
import { type Recovery, startRecovery } from './recovery.ts'

let world: World
let locks: ProcessLocks
let recovery: Recovery
beforeEach(async () => {
  world = await createWorld({ now: () => new Date() })
  locks = createProcessLocks(world)
})
afterEach(async () => {
  await recovery.stop()
  locks.close()
  // Closes the pool, which would wait for a connection that was not returned.
  await world.remove()
})

const lockedBy = async () =>
  (await world.pool.query('select locked_by from graphile_worker._private_jobs order by id')).rows.map(
    row => row.locked_by,
  )
const leaveJob = async (holder: string, age = '4 seconds') => {
  await world.pool.query("select graphile_worker.add_job('x')")
  await world.pool.query(
    `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - $2::interval where locked_by is null`,
    [holder, age],
  )
}
/** Wakes the sweep instead of waiting for its interval. */
const untilLockedBy = (...expected: (string | null)[]) =>
  vi.waitFor(
    async () => {
      recovery.wake()
      expect(await lockedBy()).toEqual(expected)
    },
    { timeout: 15_000, interval: 100 },
  )

test('returns the jobs of a killed mail-worker to the queue, but not those of a running one', async () => {
  const other = createProcessLocks(world)
  await other.acquire('works as alive')
  await leaveJob('alive')
  await leaveJob('dead')
  recovery = startRecovery(world, locks)
  await untilLockedBy('alive', null)
  // Killed as well: Postgres closes the connection, and the lock is free.
  other.close()
  await untilLockedBy(null, null)
})

test('gives a new job runner time to acquire its lock', async () => {
  await leaveJob('begun', '0 seconds')
  await leaveJob('dead')
  recovery = startRecovery(world, locks)
  await untilLockedBy('begun', null)
  await recovery.addHolder('begun')
  await world.pool.query("update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'")
  await leaveJob('dead')
  await untilLockedBy('begun', null, null)
  await recovery.removeHolder('begun')
  await untilLockedBy(null, null, null)
})

test('a process that loses its connection for a moment keeps its jobs', async () => {
  const other = createProcessLocks(world)
  await other.acquire('works as alive')
  const lost = vi.fn()
  other.onLoss(lost)
  await world.asOwner(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`)
  await vi.waitFor(() => expect(lost).toHaveBeenCalled())
  await leaveJob('alive')
  const looks = vi.spyOn(locks, 'isFree')
  recovery = startRecovery(world, locks)
  await vi.waitFor(() => expect(looks.mock.settledResults).toContainEqual({ type: 'fulfilled', value: true }))
  await other.acquire('works as alive')
  await leaveJob('dead')
  await untilLockedBy('alive', null)
  other.close()
  await untilLockedBy(null, null)
})

test('acquires its locks again after the connection to Postgres drops', async () => {
  await leaveJob('ours')
  recovery = startRecovery(world, locks)
  await recovery.addHolder('ours')
  const lost = vi.fn()
  locks.onLoss(lost)
  await world.asOwner(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`)
  await vi.waitFor(() => expect(lost).toHaveBeenCalled())
  const other = createProcessLocks(world)
  await vi.waitFor(
    async () => {
      recovery.wake()
      expect(await other.isFree('works as ours')).toBe(false)
    },
    { timeout: 10_000, interval: 200 },
  )
  other.close()
  expect(await lockedBy()).toEqual(['ours'])
})

test('sets TCP keepalives, so that Postgres releases the locks of a machine that disappears', async () => {
  recovery = startRecovery(world, locks)
  const clients: Pick<World['pool'], 'query'>[] = []
  world.pool.on('acquire', client => clients.push(client))
  const other = createProcessLocks(world)
  await other.acquire('works as another')
  const answers = await Promise.all(clients.map(client => client.query('show tcp_keepalives_idle')))
  expect(answers.map(({ rows }) => rows[0].tcp_keepalives_idle)).toContain('10')
  other.close()
})
