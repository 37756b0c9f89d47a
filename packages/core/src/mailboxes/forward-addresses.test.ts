import { readForwardAddress, verifyForwardToken } from '@gotrs/mail/reply-address'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '../testing/world.ts'
import { listForwardAddresses } from './forward-addresses.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

test('each has an own address at each mailbox that is in use, which proves who forwards', async () => {
  const [ana] = await listForwardAddresses(world, world.ana)
  const [ben] = await listForwardAddresses(world, world.ben)
  expect(ana).toMatchObject({ mailbox: { name: 'support' }, address: expect.stringMatching(/^support\+fwd-/) })
  expect(ana?.address).not.toBe(ben?.address)
  const { mac } = readForwardAddress(ana?.address ?? '')!
  const proves = (agentId: string) => verifyForwardToken({ mac, agentId, secret: world.vault.replyKey })
  expect([proves(world.ana.id), proves(world.ben.id)]).toEqual([true, false])
  await world.pool.query('update mailboxes set is_active = false')
  expect(await listForwardAddresses(world, world.ana)).toEqual([])
})
