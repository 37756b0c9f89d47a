import { expect, it } from 'vitest'
import { listSearch, readListParams } from './list-params.ts'

it('reads back what it wrote', () => {
  const params = { q: 'is:open "two words" a&b', sort: 'newest' } as const
  expect(readListParams(new URLSearchParams(listSearch(params)))).toEqual(params)
})

it('falls back to the longest waiting when the order is unknown', () => {
  expect(readListParams(new URLSearchParams('sort=random'))).toEqual({ q: '', sort: 'waiting' })
})

it('begins with the newest match where words are looked for', () => {
  expect(readListParams(new URLSearchParams('q=vpn+is:open'))).toEqual({ q: 'vpn is:open', sort: 'match' })
  expect(readListParams(new URLSearchParams('q=is:open&sort=match'))).toEqual({ q: 'is:open', sort: 'waiting' })
})

it('leaves out what is the default', () => {
  expect(listSearch({ q: 'vpn', sort: 'match' })).toBe('?q=vpn')
  expect(listSearch({ q: '', sort: 'waiting' })).toBe('')
})
