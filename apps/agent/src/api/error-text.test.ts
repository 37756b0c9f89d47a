import type { ErrorCode } from '@gotrs/contract/errors'
import { expect, it } from 'vitest'
import { errorText, fieldErrorText } from './error-text.ts'

const textOf = (code: ErrorCode, params: Record<string, unknown>) => errorText({ data: { desk: { code, params } } })

it.each([
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [121, '3 minutes'],
  [86_400, '24 hours'],
])('says when to try again after too many tries: %d seconds', (retryAfter, words) => {
  expect(textOf('too_many_requests', { retryAfter })).toBe(`Too many tries. Try again in ${words}.`)
})

it('says which thing of a mailbox exists already', () => {
  expect(textOf('already_exists', { field: 'address' })).toBe('There is a mailbox with this address already.')
  expect(textOf('already_exists', { field: 'addressOf' })).toContain('Add them to the conversation instead')
  expect(textOf('already_exists', { name: 'Support' })).toBe('“Support” exists already. Choose another name.')
})

it('says beside a field what is wrong with it, without the name that programs call it by', () => {
  const failure = (issues: object[]) => ({ data: { desk: { code: 'invalid_input', params: { issues } } } })
  const one = { path: 'email', message: 'only customers can be in copy' }
  expect(fieldErrorText(failure([one]))).toBe('Only customers can be in copy.')
  expect(fieldErrorText(failure([one, one]))).toContain('Correct it and try again.')
  expect(fieldErrorText({ data: { desk: { code: 'not_found', params: {} } } })).toContain("doesn't exist")
})
