import type { Me } from '@gotrs/contract/auth'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { expect, it } from 'vitest'
import { offeredActions } from './header-actions.ts'

const me = { id: 'ana' } as Me
const ticket = (status: string, staff: Partial<TicketDetail['staff']> = {}) =>
  ({ status, staff: { assignee: null, ...staff } }) as TicketDetail
const offered = (shown: TicketDetail) => offeredActions(shown, me).map(({ action }) => action.label)

it('offers what a ticket still needs', () => {
  expect(offered(ticket('new'))).toEqual(expect.arrayContaining(['Take', 'Resolve', 'Close']))
  expect(offered(ticket('new'))).not.toContain('Reopen')
  expect(offered(ticket('resolved'))).toContain('Reopen')
  expect(offered(ticket('resolved'))).not.toContain('Resolve')
  const mine = { assignee: { id: 'ana', name: 'Ana', email: 'ana@gotrs.example' } }
  expect(offered(ticket('open', mine))).not.toContain('Take')
})
