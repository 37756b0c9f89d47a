import { describe, expect, it } from 'vitest'
import { codeOfStatus, FailureError, failureOf } from './error-code.ts'

const trpcError = (more: object) => Object.assign(new Error('x'), { name: 'TRPCClientError' }, more)

describe('failureOf', () => {
  it("reads the desk's own code and parameters", () => {
    const error = trpcError({
      data: { httpStatus: 429, desk: { code: 'too_many_requests', params: { retryAfter: 9 } } },
    })
    expect(failureOf(error)).toEqual({ code: 'too_many_requests', params: { retryAfter: 9 } })
  })

  it('tells a broken line from an answer without a code', () => {
    expect(failureOf(trpcError({})).code).toBe('offline')
    expect(failureOf(trpcError({ data: null, meta: { response: { status: 502 } } })).code).toBe('unavailable')
    expect(failureOf(trpcError({ data: { httpStatus: 413 } })).code).toBe('too_large')
  })

  it('passes on what an upload failed with, and takes the unknown as internal', () => {
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
