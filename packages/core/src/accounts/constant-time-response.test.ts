import crypto from 'node:crypto'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { createUser } from '../people/create-user.ts'
import { login } from './login.ts'
import { register } from './register.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { loginForTokens } from './token-families.ts'

// Node's own function still does the work; the spy records its arguments.
const argon2 = vi.spyOn(crypto, 'argon2')

const right = 'tall giraffe socks'
const browser = { userAgent: 'Firefox', replaces: null }

let desk: World
beforeAll(async () => {
  desk = await createWorld()
  for (const name of ['known', 'gone']) {
    const person = { name, email: `${name}@pace.example`, role: 'customer' as const, password: right }
    await desk.run(systemActor('setup'), uow => createUser(uow, person))
  }
  await desk.db.update(users).set({ isActive: false }).where(eq(users.email, 'gone@pace.example'))
})
afterAll(() => {
  argon2.mockRestore()
  return desk.remove()
})
beforeEach(() => {
  argon2.mockClear()
})

/** The parts of the hashed input that decide how long it takes. */
const hashed = () =>
  argon2.mock.calls.map(([algorithm, { memory, passes, parallelism, tagLength }]) =>
    [algorithm, memory, passes, parallelism, tagLength].join(' '),
  )

const once = ['argon2id 19456 2 1 32']
// Lena has only written mail: she has an account without a password.
const addresses = ['known@pace.example', 'gone@pace.example', 'lena@other.example', 'nobody@pace.example']
const ways: [string, (email: string) => Promise<unknown>, string[]][] = [
  ['a login', email => login(desk, { email, password: 'trapeze canoe lentil' }, browser), once],
  ['a login of a program', email => loginForTokens(desk, { email, password: 'trapeze canoe lentil' }, 'curl'), once],
  ['a registration', email => register(desk, { name: 'Kim', email, password: 'trapeze canoe lentil' }), once],
  ['asking for a new password', email => requestPasswordReset(desk, { email }), []],
]

test.each(ways)('%s does the same hashing for every address, known or unknown', async (_, work, expected) => {
  for (const email of addresses) {
    argon2.mockClear()
    await work(email).catch(() => {})
    expect(hashed(), email).toEqual(expected)
  }
})

test('a correct password takes no more hashing than a wrong one', async () => {
  await login(desk, { email: 'known@pace.example', password: right }, browser)
  expect(hashed()).toEqual(once)
})
