import { describe, expect, it } from 'vitest'
import { codeOfStatus, FailureError, failureOf, isPassing, issuesOf } from './failure.ts'

const trpcError = (more: object) => Object.assign(new Error('x'), { name: 'TRPCClientError' }, more)

describe('failureOf', () => {
  it("reads the desk's own code and parameters", () => {
    const error = trpcError({
      data: { httpStatus: 429, desk: { code: 'too_many_requests', params: { retryAfter: 9 } } },
    })
    expect(failureOf(error)).toEqual({ code: 'too_many_requests', params: { retryAfter: 9 }, requestId: null })
  })

  it('distinguishes a broken connection from an answer without a code', () => {
    expect(failureOf(trpcError({})).code).toBe('offline')
    expect(failureOf(trpcError({ data: null, meta: { response: { status: 502 } } })).code).toBe('unavailable')
    expect(failureOf(trpcError({ data: { httpStatus: 413 } })).code).toBe('too_large')
  })

  it('passes on what an upload failed with, and takes the unknown as internal', () => {
    expect(failureOf(new FailureError({ code: 'too_large' })).code).toBe('too_large')
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

it('asks again what nobody answered, and nothing that was rejected or broke', () => {
  expect(isPassing(trpcError({}))).toBe(true)
  expect(isPassing(trpcError({ data: { httpStatus: 503 } }))).toBe(true)
  expect(isPassing(trpcError({ data: { httpStatus: 500 } }))).toBe(false)
  expect(isPassing(new TypeError('bug'))).toBe(false)
})

it('reads what is wrong with each field', () => {
  const issue = { path: 'account.host', message: 'is missing' }
  const desk = { code: 'invalid_input', params: { issues: [issue, 'odd'] } }
  expect(issuesOf(trpcError({ data: { desk } }))).toEqual([issue])
  expect(issuesOf(new TypeError('bug'))).toEqual([])
})
