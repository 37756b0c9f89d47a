import { registerInput } from '@gotrs/contract/auth'
import { expect, it } from 'vitest'
import { emailProblem, nameProblem, newPasswordProblem } from './checks.ts'

const { name, email, password } = registerInput.shape

it.each([
  'omar@customer.example',
  ' omar@customer.example ',
  'omar',
  'omar@',
  '@b.example',
  'a b@c.example',
  'a@b@c.example',
  '',
])('agrees with the contract about the address %j', address => {
  expect(emailProblem(address) === undefined).toBe(email.safeParse(address).success)
})

it.each(['Omar Aziz', '  ', ''])('agrees with the contract about the name %j', text => {
  expect(nameProblem(text) === undefined).toBe(name.safeParse(text).success)
})

it.each([0, 11, 12, 128, 129])('agrees with the contract about a password of %i characters', length => {
  const text = 'x'.repeat(length)
  expect(newPasswordProblem(text) === undefined).toBe(password.safeParse(text).success)
})
