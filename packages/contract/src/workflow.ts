import { permissions, type Statuses, type TicketAction } from './permissions.ts'
import type { ClosedReply } from './queues.ts'
import { isStaff, type Role } from './roles.ts'
import type { TicketStatus } from './ticket-status.ts'
import type { TicketPriority } from './tickets.ts'

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

/** What of a ticket the verbs of staff change. */
export type TicketWork = {
  title: string
  status: TicketStatus
  priority: TicketPriority
  queueId: string
  assigneeId: string | null
  tags: readonly string[]
  snoozedUntil: string | null
  waitingSince: string | null
}

type Inputs = {
  take: object
  assign: { assigneeId: string | null }
  setPriority: { priority: TicketPriority }
  move: { queueId: string }
  tag: { tag: string }
  untag: { tag: string }
  rename: { title: string }
  resolve: object
  close: object
  reopen: object
  snooze: { until: string }
  wake: object
}

/** A verb of staff with what it needs beside the ticket, as its procedure takes it. */
export type TicketAct = { [V in keyof Inputs]: { verb: V } & Inputs[V] }[keyof Inputs]

/** Who acts, and who works in which queue. */
type Scene = { actorId: string; worksIn: (userId: string, queueId: string) => boolean }

type Change<V extends keyof Inputs> = (ticket: TicketWork, input: Inputs[V], scene: Scene) => Partial<TicketWork>

const changes: { [V in keyof Inputs]: Change<V> } = {
  take: (ticket, _, scene) => changes.assign(ticket, { assigneeId: scene.actorId }, scene),
  assign: ({ status, ...ticket }, { assigneeId }, { actorId }) =>
    assigneeId === ticket.assigneeId ? {} : { assigneeId, status: statusAfterAssign(assigneeId === actorId, status) },
  setPriority: (_, { priority }) => ({ priority }),
  move: ({ assigneeId }, { queueId }, { worksIn }) => ({
    queueId,
    assigneeId: assigneeId !== null && worksIn(assigneeId, queueId) ? assigneeId : null,
  }),
  tag: ({ tags }, { tag }) => ({ tags: [...new Set([...tags, tag])].toSorted() }),
  untag: ({ tags }, { tag }) => ({ tags: tags.filter(it => it !== tag) }),
  rename: (_, { title }) => ({ title }),
  resolve: ({ queueId, assigneeId }, _, { actorId, worksIn }) => ({
    ...{ status: 'resolved', snoozedUntil: null, waitingSince: null },
    assigneeId: assigneeId ?? (worksIn(actorId, queueId) ? actorId : null),
  }),
  close: () => ({ status: 'closed', snoozedUntil: null, waitingSince: null }),
  reopen: ({ queueId, assigneeId }, _, { worksIn }) => ({
    ...{ status: 'open', waitingSince: null },
    assigneeId: assigneeId !== null && worksIn(assigneeId, queueId) ? assigneeId : null,
  }),
  snooze: (_, { until }) => ({ snoozedUntil: until }),
  wake: () => ({ snoozedUntil: null }),
}

/** The ticket as the verb leaves it. A test compares this with what the server does, for each verb and status. */
export function workAfter(ticket: TicketWork, { verb, ...input }: TicketAct, scene: Scene): TicketWork {
  // The input is the verb's own by its type, which TypeScript does not follow.
  const change = changes[verb] as (ticket: TicketWork, input: object, scene: Scene) => Partial<TicketWork>
  return { ...ticket, ...change(ticket, input, scene) }
}
