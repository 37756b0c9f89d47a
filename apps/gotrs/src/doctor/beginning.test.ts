import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkBeginning } from './beginning.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

it('says that a desk has no active admin or mailbox, and what to do', async () => {
  const check = () => checkBeginning(world.databaseUrl)
  expect((await check()).map(it => it.state)).toEqual(['fine', 'fine'])
  await world.pool.query("update users set is_active = false where role = 'admin'")
  await world.pool.query('update mailboxes set is_active = false')
  expect(await check()).toMatchObject([
    { state: 'trouble', detail: expect.stringContaining('gotrs user create') },
    { state: 'trouble', detail: expect.stringContaining('Settings, Mailboxes') },
  ])
})
