import { DeskError } from '@gotrs/contract/errors'
import type { SnoozeTicketInput, TicketVersion } from '@gotrs/contract/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

/** Out of the open lists until a time, or until the customer writes. Customers do not notice. */
export async function snoozeTicket(uow: UnitOfWork, input: SnoozeTicketInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.snooze')
  requireStatus(uow, 'snooze', ticket)
  const snoozedUntil = new Date(input.until)
  if (snoozedUntil <= uow.now) {
    throw new DeskError('invalid_input', { issues: [{ path: 'until', message: 'must be in the future' }] })
  }
  const changed = await changeTicket(uow, ticket, { patch: { snoozedUntil }, isVisible: false })
  emitAbout(uow, changed, 'ticket.snoozed', { until: snoozedUntil.toISOString() })
  return versionOf(uow, changed)
}
