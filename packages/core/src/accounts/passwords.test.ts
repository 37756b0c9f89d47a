import { describe, expect, test } from 'vitest'
import { requireUncommonPassword } from './password-policy.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

test('stores a password as an argon2id PHC string with its own salt, which matches only this password', async () => {
  const [one, two] = await Promise.all([hashPassword('tall giraffe socks'), hashPassword('tall giraffe socks')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(one).not.toBe(two)
  expect(await verifyPassword(one, 'tall giraffe socks')).toBe(true)
  expect(await verifyPassword(one, 'tall giraffe sock')).toBe(false)
  expect(await verifyPassword(null, 'tall giraffe socks')).toBe(false)
})

test('reads the parameters from the hash, so that older hashes still match', async () => {
  // RFC 9106 has no vector without secret and data: this one is from the reference program `argon2`.
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await verifyPassword(reference, 'password')).toBe(true)
  expect(await verifyPassword(reference, 'Password')).toBe(false)
})

test('matches a password in any composition of its letters', async () => {
  expect(await verifyPassword(await hashPassword('grüne Gießkanne'), 'gru\u0308ne Gießkanne')).toBe(true)
})

describe('passwords that attackers guess early', () => {
  const omar = { name: 'Omar Aziz', email: 'omar.aziz@customer.example' }

  test.each([
    'password1234',
    'Passw0rd!2026',
    'P@ssw0rdP@ssw0rd',
    'correct horse battery staple',
    'CorrectHorseBatteryStaple',
    '123456789012',
    '098765432109',
    'aaaaaaaaaaaaaaaa',
    'abababababab',
    'xk4xk4xk4xk4',
    'qwertyuiop12',
    'qwertz123456',
    '1qaz2wsx3edc',
    'zxcvbnm,./12',
    'iloveyou2024!',
    'Summer2026!!',
    'Welcome-2026',
    'helpdesk12345',
    'omar.aziz@customer.example',
    'OmarAziz2026',
    'aziz-omar-1990',
    'unbelievable',
  ])('%s is rejected', password => {
    expect(() => requireUncommonPassword(password, omar)).toThrow('password_too_common')
  })

  test.each([
    'gotrs-demo-2026',
    'tall giraffe socks',
    'vT9#kq2Lm!xZ',
    'eine lange grüne Gießkanne',
    'омар любит арбузы летом',
    'trapeze-canoe-lentil',
    '我最喜欢的颜色是深蓝色你呢',
  ])('%s is accepted', password => {
    expect(() => requireUncommonPassword(password, omar)).not.toThrow()
  })
})
