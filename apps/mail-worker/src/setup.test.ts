import { createWorld } from '@gotrs/core/testing/world'
import { expect, test, vi } from 'vitest'
import { startSetup } from './setup.ts'

test('creates the first queue although the database is unavailable at the start', async () => {
  const world = await createWorld()
  await world.asOwner('truncate queues cascade')
  await world.asOwner('alter table queues rename to away')
  const warn = vi.fn()
  const setup = startSetup({ ...world, log: { ...world.log, warn } })
  await vi.waitFor(() => expect(warn).toHaveBeenCalled(), 10_000)
  await world.asOwner('alter table away rename to queues')
  setup.wake()
  await vi.waitFor(
    async () => expect((await world.pool.query('select name from queues')).rows).toEqual([{ name: 'Support' }]),
    10_000,
  )
  await setup.stop()
  await world.remove()
})
