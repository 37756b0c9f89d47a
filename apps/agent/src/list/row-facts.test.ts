import type { Ticket } from '@gotrs/contract/tickets'
import { expect, it } from 'vitest'
import { rowFacts } from './row-facts.ts'

const me = { id: 'ana' }
const ana = { id: 'ana', name: 'Ana', email: 'ana@gotrs.example' }
const ticket = (patch: Partial<Ticket>, staff: Partial<Ticket['staff']> = {}) =>
  ({ status: 'open', priority: 'normal', ...patch, staff: { assignee: ana, heldCount: 0, ...staff } }) as Ticket

it('says nothing of an open ticket of one’s own with the normal priority', () => {
  expect(rowFacts(ticket({}), me, 'is:open')).toEqual([])
})

it('says what is unusual', () => {
  const odd = ticket({ priority: 'urgent' }, { heldCount: 2, spamReason: 'x', assignee: { ...ana, id: 'ben' } })
  expect(rowFacts(odd, me, 'is:open')).toEqual(['priority', 'held', 'spam', 'assignee'])
  expect(rowFacts(ticket({}, { assignee: null }), me, 'is:open')).toEqual(['unassigned'])
  expect(rowFacts(ticket({}, { snoozedUntil: '2026-12-01T08:00:00Z' }), me, 'is:snoozed')).toEqual(['status'])
})

it('does not say on each row what all of them have in common', () => {
  expect(rowFacts(ticket({}, { assignee: null }), me, 'is:open assignee:none')).toEqual([])
  expect(rowFacts(ticket({ status: 'closed' }), me, 'status:closed')).toEqual([])
  expect(rowFacts(ticket({ status: 'closed' }), me, 'is:done')).toEqual(['status'])
})

it('leaves out only what the filter says of every row', () => {
  const resolved = { status: 'resolved', priority: 'normal', staff: { assignee: null } } as Ticket
  const hasStatus = (q: string) => rowFacts(resolved, { id: 'ana' }, q).includes('status')
  expect(hasStatus('status:resolved tag:vpn')).toBe(false)
  for (const q of ['-status:open', 'status:resolved OR tag:vpn', 'status:resolved,closed', '"status:resolved"']) {
    expect(hasStatus(q), q).toBe(true)
  }
})
