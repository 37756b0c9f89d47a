import { expect, it } from 'vitest'
import { paletteItems } from './palette-items.ts'

const views = [{ key: 'mine', name: 'Mine', q: 'assignee:me', count: 3 }]
const labels = (typed: string, isAdmin = false) => paletteItems(typed, views, isAdmin).map(item => item.label)

it('offers every place before anything is typed, and settings to admins only', () => {
  expect(labels('')).toEqual(['Mine', 'Dashboard', 'New ticket', 'All tickets', 'Your account'])
  expect(labels('', true)).toContain('Outgoing mail')
})

it('goes to a ticket by its number first', () => {
  expect(paletteItems('#1042', views, false)[0]).toMatchObject({ label: 'Ticket #1042', to: '/tickets/1042' })
})

it('always ends with the search for what was typed', () => {
  expect(labels('min')).toEqual(['Mine', 'Search for “min”'])
  expect(paletteItems('a b', views, false).at(-1)?.to).toBe('/tickets?q=a+b')
})
