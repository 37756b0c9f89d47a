import type { BulkAction, BulkActionName } from '@gotrs/contract/bulk'
import type { TicketAction } from '@gotrs/contract/permissions'
import type { TicketVersion } from '@gotrs/contract/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { assignTicket } from '../tickets/assign.ts'
import { closeTicket } from '../tickets/close.ts'
import { moveTicket } from '../tickets/move.ts'
import { reopenTicket } from '../tickets/reopen.ts'
import { resolveTicket } from '../tickets/resolve.ts'
import { setPriority } from '../tickets/set-priority.ts'
import { snoozeTicket } from '../tickets/snooze.ts'
import { tagTicket } from '../tickets/tag.ts'
import { untagTicket } from '../tickets/untag.ts'

type Seen = { ticketId: string; version: 'any' }
type BulkVerb<N extends BulkActionName> = {
  permission: TicketAction
  run(uow: UnitOfWork, seen: Seen, action: Extract<BulkAction, { name: N }>): Promise<TicketVersion>
}

/** What a bulk act can do to each of its tickets: the same verbs as for one. */
export const bulkVerbs: { [N in BulkActionName]: BulkVerb<N> } = {
  assign: {
    permission: 'ticket.assign',
    run: (uow, seen, { assigneeId }) => assignTicket(uow, { ...seen, assigneeId }),
  },
  move: { permission: 'ticket.move', run: (uow, seen, { queueId }) => moveTicket(uow, { ...seen, queueId }) },
  resolve: { permission: 'ticket.resolve', run: (uow, seen) => resolveTicket(uow, seen) },
  close: { permission: 'ticket.close', run: (uow, seen) => closeTicket(uow, seen) },
  reopen: { permission: 'ticket.reopen', run: (uow, seen) => reopenTicket(uow, seen) },
  setPriority: {
    permission: 'ticket.setPriority',
    run: (uow, seen, { priority }) => setPriority(uow, { ...seen, priority }),
  },
  tag: { permission: 'ticket.tag', run: (uow, seen, { tag }) => tagTicket(uow, { ...seen, tag }) },
  untag: { permission: 'ticket.tag', run: (uow, seen, { tag }) => untagTicket(uow, { ...seen, tag }) },
  snooze: { permission: 'ticket.snooze', run: (uow, seen, { until }) => snoozeTicket(uow, { ...seen, until }) },
}
