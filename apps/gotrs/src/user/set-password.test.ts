import { requirePassword } from '@gotrs/core/accounts/login'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { change } from './set-password.ts'

const email = 'ana@gotrs.example'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

it('sets the password and ends the logins of before', async () => {
  const { sessionId } = await world.sessions.open(world.ana.id, { userAgent: 'test' })
  await change(world, email, 'tall giraffe socks')
  expect(await requirePassword(world, { email, password: 'tall giraffe socks' })).toMatchObject({ id: world.ana.id })
  expect(await world.sessions.validate(sessionId)).toBeNull()
})

it('rejects a common password, and an address without an account', async () => {
  await expect(change(world, email, 'password1234')).rejects.toThrow('choose a longer or less common one')
  await expect(change(world, 'nobody@example.org', 'tall giraffe socks')).rejects.toThrow('no active account')
})
