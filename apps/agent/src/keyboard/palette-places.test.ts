import { expect, it } from 'vitest'
import { fitting, pagePlaces, personPlace, viewPlaces } from './palette-places.ts'

it('leads to views in their own order, and to the tickets of a person', () => {
  expect(viewPlaces([{ key: 'v', name: 'VPN', q: 'tag:vpn', sort: 'oldest', count: 1 }])).toEqual([
    { key: 'v', label: 'VPN', hint: 'tag:vpn', to: '/tickets?q=tag%3Avpn&sort=oldest' },
  ])
  const lena = { id: 'l', name: 'Lena Vogt', email: 'lena@other.example', role: 'customer' } as const
  expect(personPlace(lena).to).toBe('/tickets?q=from%3Alena%40other.example')
  expect(personPlace({ ...lena, role: 'agent' }).to).toBe('/tickets?q=assignee%3Alena%40other.example')
})

it('fits by the beginnings of words, in any order', () => {
  const labels = (text: string) => fitting(pagePlaces([{ to: '/o', label: 'Outgoing mail' }]), text).map(it => it.label)
  expect(labels('mail out')).toEqual(['Outgoing mail'])
  expect(labels('ticket')).toEqual(['New ticket', 'All tickets'])
  expect(labels('going')).toEqual([])
  expect(labels('')).toHaveLength(4)
})
