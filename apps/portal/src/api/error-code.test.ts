import { describe, expect, it } from 'vitest'
import { codeOfStatus, FailureError, failureOf } from './error-code.ts'

describe('failureOf', () => {
  it('passes on what a request failed with, and takes the unknown as internal', () => {
    expect(failureOf(new FailureError({ code: 'too_large', params: {} })).code).toBe('too_large')
    expect(failureOf(new TypeError('bug')).code).toBe('internal')
  })
})

describe('codeOfStatus', () => {
  it.each([
    [401, 'not_logged_in'],
    [404, 'not_found'],
    [413, 'too_large'],
    [429, 'too_many_requests'],
    [503, 'unavailable'],
    [400, 'invalid_input'],
    [500, 'internal'],
  ])('takes %i as %s', (status, code) => {
    expect(codeOfStatus(status)).toBe(code)
  })
})
