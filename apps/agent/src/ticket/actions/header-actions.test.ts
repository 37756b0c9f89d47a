import type { Me } from '@gotrs/contract/auth'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { expect, it } from 'vitest'
import { markOf, offeredActions } from './header-actions.ts'

const me = { id: 'ana' } as Me
const ticket = (status: string, staff: Partial<TicketDetail['staff']> = {}) =>
  ({ status, staff: { assignee: null, snoozedUntil: null, ...staff } }) as TicketDetail
const offered = (shown: TicketDetail) => offeredActions(shown, me).map(({ action }) => action.label)

it('offers what a ticket still needs', () => {
  expect(offered(ticket('new'))).toEqual(['Take', 'Snooze', 'Resolve', 'Close'])
  expect(offered(ticket('resolved'))).toEqual(['Take', 'Snooze', 'Reopen', 'Close'])
  const mine = { assignee: { id: 'ana', name: 'Ana', email: 'ana@gotrs.example' } }
  expect(offered(ticket('open', mine))).not.toContain('Take')
  expect(offered(ticket('open', { snoozedUntil: '2030-01-07T09:00:00.000Z' }))).toContain('Wake')
})

it('marks a snoozed ticket with its time, and leaves the others to their status', () => {
  expect(markOf(ticket('open', { snoozedUntil: '2030-01-07T09:00:00' }))).toMatchObject({ text: '7 Jan 2030 09:00' })
  expect(markOf(ticket('open'))).toBeNull()
})
