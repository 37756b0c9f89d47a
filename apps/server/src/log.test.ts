import { expect, test } from 'vitest'
import { errorFacts } from './log.ts'

test('an error is written with its causes, without parameters of a query and without the row in it', () => {
  const cause = Object.assign(new Error('duplicate key value violates unique constraint "users_email_unique"'), {
    code: '23505',
    detail: 'Key (email)=(omar@customer.example) already exists.',
  })
  const facts = errorFacts(
    new Error('Failed query: insert into users\nparams: omar@customer.example,$argon2id$…', { cause }),
  )
  expect(facts).toMatchObject({ message: 'Failed query: insert into users', cause: { code: '23505' } })
  expect(JSON.stringify(facts)).not.toMatch(/omar|argon2id/)
})

test('what is thrown and no error is not written at all, and a circle of causes ends', () => {
  expect(errorFacts('a secret')).toEqual({ name: 'string', message: 'something that is no error was thrown' })
  const circle = new Error('round')
  circle.cause = circle
  expect(JSON.stringify(errorFacts(circle)).match(/round/g)).toHaveLength(4)
})
