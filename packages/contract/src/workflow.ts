import { permissions, type Statuses, type TicketAction } from './permissions.ts'
import type { ClosedReply } from './queues.ts'
import { isStaff, type Role } from './roles.ts'
import type { TicketStatus } from './ticket-status.ts'

type Rows = typeof permissions
type RowVerb = {
  [A in TicketAction]: Rows[A] extends { statuses: Statuses }
    ? A extends `ticket.${infer Verb}`
      ? Verb
      : never
    : never
}[TicketAction]

/** Verbs that need the permission of another action, and have statuses of their own. */
const further = {
  // What comes to a closed ticket starts a new one: split it off.
  acceptHeld: { staff: ['new', 'open', 'resolved'] },
  open: { staff: ['new'] },
} as const satisfies Record<string, Statuses>

/** What people do to a ticket that depends on its status. */
export type WorkflowVerb = RowVerb | keyof typeof further

const ofRows = Object.entries(permissions).flatMap(([action, row]) =>
  'statuses' in row ? [[action.replace('ticket.', ''), row.statuses]] : [],
)
const workflow: Record<WorkflowVerb, Statuses> = { ...Object.fromEntries(ofRows), ...further }

/** In which statuses of the ticket `role` may do `verb`. */
export const statusesFor = (role: Role, verb: WorkflowVerb): readonly TicketStatus[] =>
  workflow[verb][isStaff(role) ? 'staff' : 'customer'] ?? []

/** Is `verb` allowed for `role` while the ticket is in `status`? */
export const allows = (role: Role, verb: WorkflowVerb, status: TicketStatus) => statusesFor(role, verb).includes(status)

/**
 * The status after a public reply: staff answering a new ticket opens it; a customer reopens a resolved one, and a closed
 * one where its queue says so. Where it stays closed, a customer's reply starts a linked follow-up instead.
 */
export function statusAfterReply(
  role: Role,
  status: TicketStatus,
  closedReply: ClosedReply = 'follow_up',
): TicketStatus {
  if (isStaff(role)) return status === 'new' ? 'open' : status
  if (status === 'closed') return closedReply === 'reopen' ? 'open' : 'closed'
  return status === 'resolved' ? 'open' : status
}

/** The status after an assignment: taking a new ticket opens it, handing it to somebody else does not. */
export const statusAfterAssign = (isTaken: boolean, status: TicketStatus): TicketStatus =>
  isTaken && status === 'new' ? 'open' : status
