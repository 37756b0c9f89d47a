import type { ViewCounts } from '@gotrs/contract/views'
import { expect, it } from 'vitest'
import { countText, fixedLinks, linkOf, queueFilter } from './view-links.ts'

const counts: ViewCounts = {
  mine: 7,
  unassigned: 24,
  open: 91,
  held: 0,
  queues: [{ id: 'q1', name: 'Level 2', count: 4 }],
  views: [{ id: 'v1', name: 'Old VPN', q: 'is:open', sort: 'oldest', isShared: false, isOwn: true, count: 2 }],
}

it('stops counting at the cap', () => {
  expect(countText(999)).toBe('999')
  expect(countText(1000)).toBe('999+')
})

it('offers held mail only while there is some', () => {
  const names = (given: ViewCounts | undefined) => fixedLinks(given).map(link => link.name)
  expect(names(undefined)).toEqual(['Mine', 'Unassigned', 'All open'])
  expect(names(counts)).toEqual(['Mine', 'Unassigned', 'All open'])
  expect(fixedLinks({ ...counts, held: 2 }).at(-1)).toMatchObject({ name: 'Held mail', q: 'is:held', count: 2 })
})

it('names the list of held mail also when the last one is gone from it', () => {
  expect(linkOf(counts, { q: 'is:held', sort: 'waiting' })?.name).toBe('Held mail')
})

it('tells the view of a list by filter and order', () => {
  expect(linkOf(counts, { q: 'is:open', sort: 'waiting' })?.name).toBe('All open')
  expect(linkOf(counts, { q: 'is:open', sort: 'oldest' })?.name).toBe('Old VPN')
  expect(linkOf(counts, { q: queueFilter('Level 2'), sort: 'newest' })?.name).toBe('Level 2')
  expect(linkOf(counts, { q: 'printer', sort: 'waiting' })).toBeUndefined()
})
