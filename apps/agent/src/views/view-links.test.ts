import { fixedView, fixedViewNames, fixedViews, forFixedViews } from '@gotrs/contract/fixed-views'
import type { ViewCounts } from '@gotrs/contract/views'
import { expect, it } from 'vitest'
import { fixedLinks, linkOf, ownLinks, queueFilter, sharedBy, sharedLinks } from './view-links.ts'

const counts: ViewCounts = {
  ...forFixedViews(() => 0),
  queues: [{ id: 'q1', name: 'Level 2', count: 4 }],
  views: [
    {
      id: 'v1',
      name: 'Old VPN',
      q: 'is:open',
      sort: 'oldest',
      isShared: false,
      isOwn: true,
      ownerName: 'Ana',
      count: 2,
    },
  ],
}

it.each(fixedViewNames)('offers %s unless it is empty and has to have tickets', name => {
  const { label, q, isOnlyWithTickets = false } = fixedView(name)
  const names = (given: ViewCounts | undefined) => fixedLinks(given).map(link => link.name)
  expect(names(undefined).includes(label)).toBe(!isOnlyWithTickets)
  expect(names(counts).includes(label)).toBe(!isOnlyWithTickets)
  expect(fixedLinks({ ...counts, [name]: 2 })).toContainEqual({ key: name, name: label, q, count: 2 })
})

it.each(fixedViewNames)('names the list of %s, offered or not', name => {
  const { label, q } = fixedViews[name]
  expect(linkOf(counts, { q, sort: 'waiting' })?.name).toBe(label)
})

it('identifies the view of a list by filter and order', () => {
  expect(linkOf(counts, { q: 'is:open', sort: 'waiting' })?.name).toBe('All open')
  expect(linkOf(counts, { q: 'is:open', sort: 'oldest' })?.name).toBe('Old VPN')
  expect(linkOf(counts, { q: queueFilter('Level 2'), sort: 'newest' })?.name).toBe('Level 2')
  expect(linkOf(counts, { q: 'printer', sort: 'waiting' })).toBeUndefined()
})

it('keeps shared views apart and says whose they are; of two that are equal the own one names the list', () => {
  const [own] = counts.views
  if (!own) throw new Error('There is a view.')
  const shared = { ...own, id: 'v2', name: 'For all', isShared: true, isOwn: false, ownerName: 'Mara' }
  const both = { ...counts, views: [shared, own] }
  expect(ownLinks(both).map(sharedBy)).toEqual([null])
  expect(sharedLinks(both).map(sharedBy)).toEqual(['Shared by Mara'])
  expect(sharedLinks({ ...both, views: [{ ...shared, isOwn: true }] }).map(sharedBy)).toEqual(['Shared by you'])
  expect(linkOf(both, { q: 'is:open', sort: 'oldest' })?.name).toBe('Old VPN')
})
