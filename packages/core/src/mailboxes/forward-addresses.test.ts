import { createWorld, type World } from '@gotrs/core/testing/world'
import { readForwardAddress, verifyForwardToken } from '@gotrs/mail/reply-address'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listForwardAddresses } from './forward-addresses.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

test('each has an own address at each mailbox that is in use, which proves who forwards', async () => {
  const [ana] = await listForwardAddresses(world, world.ana)
  const [ben] = await listForwardAddresses(world, world.ben)
  expect(ana).toMatchObject({ mailbox: { name: 'support' }, address: expect.stringMatching(/^support\+fwdx/) })
  expect(ana?.address).not.toBe(ben?.address)
  const token = readForwardAddress(ana?.address ?? '')!
  const state = (agentId: string, at = world.now()) =>
    verifyForwardToken({ ...token, agentId, secrets: world.vault.replyKeys }, at)
  expect([state(world.ana.id), state(world.ben.id)]).toEqual(['valid', 'invalid'])
  const end = Date.parse(ana?.expiresAt ?? '')
  expect([new Date(end), new Date(end + 1)].map(at => state(world.ana.id, at))).toEqual(['valid', 'expired'])
  await world.pool.query('update mailboxes set is_active = false')
  expect(await listForwardAddresses(world, world.ana)).toEqual([])
})
