import { createWorld, type World } from '@gotrs/core/testing/world'
import { tokens } from '@gotrs/db/tables/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createUser } from '../people/create-user.ts'
import { register } from './register.ts'
import { requestPasswordReset } from './request-password-reset.ts'

const good = 'tall giraffe socks'
let desk: World
const own = ['support@gotrs.example', 'Support+anything@gotrs.example', 'help@gotrs.example']
const refused = { code: 'invalid_input', params: { issues: [{ path: 'email', message: 'Invalid email address' }] } }
beforeAll(async () => {
  desk = await createWorld()
  await desk.pool.query(`update mailboxes set aliases = '{help@gotrs.example}'`)
})
afterAll(() => desk.remove())

test.each(own)('rejects %s in a registration and for a new account', async email => {
  await expect(register(desk, { name: 'Mallory', email, password: good })).rejects.toMatchObject(refused)
  for (const role of ['customer', 'agent'] as const) {
    const made = desk.run(desk.admin, uow => createUser(uow, { name: 'Mallory', email, role }))
    await expect(made).rejects.toMatchObject(refused)
  }
  expect(await desk.db.select().from(tokens)).toHaveLength(0)
})

test('sends no link to an account that already has such an address', async () => {
  await desk.pool.query(
    `insert into users (id, name, email, role, created_at) values (gen_random_uuid(), 'Old', 'support+old@gotrs.example', 'customer', now())`,
  )
  await requestPasswordReset(desk, { email: 'support+old@gotrs.example' })
  expect(await desk.db.select().from(tokens)).toHaveLength(0)
})
