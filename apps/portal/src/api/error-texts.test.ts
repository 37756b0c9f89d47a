import { errorStatus } from '@gotrs/contract/errors'
import { describe, expect, it } from 'vitest'
import { FailureError } from './error-code.ts'
import { errorText } from './error-texts.ts'

const failing = (code: FailureError['code'], params = {}) => new FailureError({ code, params })

describe('errorText', () => {
  it('has a sentence for every code of the contract', () => {
    for (const code of Object.keys(errorStatus) as FailureError['code'][]) {
      expect(errorText(failing(code)), code).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('says how long to wait', () => {
    expect(errorText(failing('too_many_requests', { retryAfter: 40 }))).toContain('Wait a minute')
    expect(errorText(failing('too_many_requests', { retryAfter: 640 }))).toContain('Wait 11 minutes')
    expect(errorText(failing('too_many_requests'))).toContain('Wait some minutes')
  })

  it('says how much is allowed', () => {
    expect(errorText(failing('too_large', { maxBytes: 25 * 1024 * 1024 }))).toContain('At most 25 MB')
  })

  it('takes a code it does not know as a fault of ours', () => {
    expect(errorText(failing('brand_new' as FailureError['code']))).toContain('on our side')
  })
})
