import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { revokeLogins } from './logins.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

test('revoking all logins again with the same idempotency key does not revoke a newer login', async () => {
  const open = () => world.sessions.open(world.omar.id, { userAgent: 'test' })
  const isValid = async (sessionId: string) => (await world.sessions.validate(sessionId)) !== null
  const revoke = () =>
    revokeLogins(world, world.admin, world.omar.id, { idempotency: { key: 'revoke-1', callHash: 'revoke omar' } })
  const before = await open()
  await revoke()
  expect(await isValid(before.sessionId)).toBe(false)
  const after = await open()
  await revoke()
  expect(await isValid(after.sessionId)).toBe(true)
})
