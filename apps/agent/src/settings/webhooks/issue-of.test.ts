import { FailureError } from '@gotrs/web/errors/failure'
import { expect, it } from 'vitest'
import { issueOf } from './issue-of.ts'

const refusal = (issues: unknown) => new FailureError({ code: 'invalid_input', params: { issues } })

it('says what is wrong with the field that is asked about, and nothing of another one', () => {
  const error = refusal([
    { path: 'url', message: 'must begin with https:// or http://' },
    { path: 'name', message: 'is empty' },
  ])
  expect(issueOf(error, 'url')).toBe('Must begin with https:// or http://.')
  expect(issueOf(error, 'eventTypes')).toBeUndefined()
})

it.each([[null], [new Error('x')], [refusal('no list')], [refusal([null, 1])]])('finds nothing in %j', error => {
  expect(issueOf(error, 'url')).toBeUndefined()
})
