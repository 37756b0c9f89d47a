import type { ClosedReply } from './queues.ts'
import { isStaff, type Role } from './roles.ts'
import type { TicketStatus } from './tickets.ts'

/** What people do to a ticket that depends on its status. */
export const workflowVerbs = [
  'reply',
  'note',
  'assign',
  'setPriority',
  'move',
  'moveMessage',
  'acceptHeld',
  'addParticipant',
  'tag',
  'rename',
  'resolve',
  'close',
  'reopen',
  'snooze',
  'open',
] as const
export type WorkflowVerb = (typeof workflowVerbs)[number]

const every: readonly TicketStatus[] = ['new', 'open', 'resolved', 'closed']
const alive: readonly TicketStatus[] = ['new', 'open', 'resolved']

/** The workflow: which verb is allowed in which status, for staff and for customers. New → Open → Resolved → Closed. */
export const workflow: Record<WorkflowVerb, { staff: readonly TicketStatus[]; customer: readonly TicketStatus[] }> = {
  // A customer's reply to a closed ticket is allowed: it starts a linked follow-up, or reopens, as the queue has it.
  reply: { staff: alive, customer: every },
  note: { staff: every, customer: [] },
  assign: { staff: alive, customer: [] },
  setPriority: { staff: alive, customer: [] },
  move: { staff: alive, customer: [] },
  moveMessage: { staff: every, customer: [] },
  // What comes to a closed ticket starts a new one: split it off.
  acceptHeld: { staff: alive, customer: [] },
  addParticipant: { staff: alive, customer: [] },
  tag: { staff: every, customer: [] },
  rename: { staff: alive, customer: [] },
  resolve: { staff: ['new', 'open'], customer: ['new', 'open'] },
  close: { staff: alive, customer: [] },
  reopen: { staff: ['resolved', 'closed'], customer: ['resolved'] },
  snooze: { staff: ['new', 'open'], customer: [] },
  open: { staff: ['new'], customer: [] },
}

/** Is `verb` allowed for `role` while the ticket is in `status`? */
export const allows = (role: Role, verb: WorkflowVerb, status: TicketStatus) =>
  workflow[verb][isStaff(role) ? 'staff' : 'customer'].includes(status)

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
