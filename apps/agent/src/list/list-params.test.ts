import { expect, it } from 'vitest'
import { listSearch, readListParams } from './list-params.ts'

it('reads back what it wrote', () => {
  const params = { q: 'is:open "two words" a&b', sort: 'newest' } as const
  expect(readListParams(new URLSearchParams(listSearch(params)))).toEqual(params)
})

it('falls back to the longest waiting when the order is unknown', () => {
  expect(readListParams(new URLSearchParams('sort=random'))).toEqual({ q: '', sort: 'waiting' })
})

it('leaves out what is the default', () => {
  expect(listSearch({ q: '', sort: 'waiting' })).toBe('')
})
