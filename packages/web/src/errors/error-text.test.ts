import { errorStatus } from '@gotrs/contract/errors'
import { expect, it } from 'vitest'
import { createErrorText, fieldErrorText } from './error-text.ts'
import { type Failure, FailureError } from './failure.ts'

const failing = (code: Failure['code'], params = {}, requestId = null as string | null) =>
  new FailureError({ code, params, requestId })
const errorText = createErrorText({
  forbidden: 'Ask an admin.',
  ticket_closed: ({ number }) => `#${number} is closed.`,
})

it('has a sentence for every code of the contract', () => {
  for (const code of [...Object.keys(errorStatus), 'offline'] as Failure['code'][]) {
    expect(createErrorText()(failing(code)), code).toMatch(/^[A-Z].*\.$/)
  }
})

it('prefers the words of the app', () => {
  expect(errorText(failing('forbidden'))).toBe('Ask an admin.')
  expect(errorText(failing('ticket_closed', { number: 7 }))).toBe('#7 is closed.')
})

it.each([
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [121, '3 minutes'],
  [86_400, '24 hours'],
])('says when to try again after too many tries: %d seconds', (retryAfter, words) => {
  expect(errorText(failing('too_many_requests', { retryAfter }))).toBe(`Too many attempts. Try again in ${words}.`)
})

it('says how much is allowed', () => {
  expect(errorText(failing('too_large', { maxBytes: 25 * 1024 * 1024 }))).toContain('maximum 25 MB')
})

it('takes a code that it does not know as a fault of ours, and names the request to look for', () => {
  expect(errorText(failing('brand_new' as Failure['code']))).toContain('Server error')
  expect(errorText(failing('internal', {}, 'r-1'))).toContain('(Reference: r-1)')
})

it('says beside a field what is wrong with it, without the name that programs call it by', () => {
  const one = { path: 'email', message: 'only customers can be in copy' }
  const textOf = (issues: object[]) => fieldErrorText(failing('invalid_input', { issues }), errorText)
  expect(textOf([one])).toBe('Only customers can be in copy.')
  expect(textOf([one, one])).toContain('Check your input')
  expect(fieldErrorText(failing('not_found'), errorText)).toContain('Not found')
})
