import type { Me } from '@gotrs/contract/auth'
import type { TicketStatus } from '@gotrs/contract/ticket-status'
import type { Ticket } from '@gotrs/contract/tickets'
import { expect, it } from 'vitest'
import { reasonAgainst, reasonAgainstHeld } from './verb-reason.ts'

const me: Me = {
  id: 'ana',
  name: 'Ana',
  email: 'ana@desk.example',
  role: 'agent',
  queueIds: ['it'],
  sharedOrganisationId: null,
}
const ticket = (status: TicketStatus, queueId = 'it') =>
  ({ status, customer: { id: 'c' }, staff: { queue: { id: queueId }, assignee: null, organisation: null } }) as Ticket

it('has no reason against what is allowed', () => {
  expect(reasonAgainst(me, 'resolve', ticket('open'))).toBeNull()
  expect(reasonAgainst(me, 'reopen', ticket('closed'))).toBeNull()
})

it('says that a closed ticket has to be reopened', () => {
  expect(reasonAgainst(me, 'reply', ticket('closed'))).toMatch(/Reopen it first/)
  expect(reasonAgainst(me, 'close', ticket('closed'))).toMatch(/Already/)
  expect(reasonAgainst(me, 'resolve', ticket('resolved'))).toMatch(/Already/)
})

it("says that another queue's tickets are not theirs", () => {
  expect(reasonAgainst(me, 'resolve', ticket('open', 'billing'))).toMatch(/queue/)
})

it('lets held mail of a closed ticket only be split off or rejected, and says what to do', () => {
  expect(reasonAgainstHeld(me, 'accept', ticket('closed'))).toMatch(/to a new ticket, or reopen/)
  expect(reasonAgainstHeld(me, 'split', ticket('closed'))).toBeNull()
  expect(reasonAgainstHeld(me, 'reject', ticket('closed'))).toBeNull()
  expect(reasonAgainstHeld(me, 'accept', ticket('resolved'))).toBeNull()
  expect(reasonAgainstHeld(me, 'reject', ticket('open', 'billing'))).toMatch(/queue/)
})
