import type { Role } from './roles.ts'
import { type TicketStatus, ticketStatuses } from './ticket-status.ts'

/**
 * How far a permission reaches. Each holds the ones after it within its own half:
 * any ⊃ queue ⊃ assigned (staff), organisation ⊃ own (customers).
 * - `any`: every ticket, or the whole noun where there is no ticket
 * - `queue`: tickets of the actor's queues, and tickets assigned to the actor
 * - `assigned`: tickets assigned to the actor
 * - `organisation`: the actor's own tickets, and those of the organisation where it shares them
 * - `own`: the actor's own tickets (or own account, own view, own draft)
 */
export const grants = ['any', 'queue', 'assigned', 'organisation', 'own', 'none'] as const
export type Grant = (typeof grants)[number]

/**
 * `scope`: what a personal API token must carry for it. `login`: how one must have logged in. Both are words of
 * `scopes.ts`, which does not compile with others. `statuses`: where the action depends on the status of the ticket; this is
 * the workflow: New → Open → Resolved → Closed. `alsoNeeds`: a second scope. An
 * action that shows a ticket to more people (by mail, in copy, in the queue of other staff), or that answers with a person,
 * also reads it.
 */
type Row = Record<Role, Grant> & {
  scope: string
  login: string
  statuses?: Statuses
  alsoNeeds?: 'tickets:read' | 'users:read'
}

/** In which statuses a ticket must be, for staff and for customers; without customers, in none for them. */
export type Statuses = { staff: readonly TicketStatus[]; customer?: readonly TicketStatus[] }

const every = ticketStatuses
const unclosed = ['new', 'open', 'resolved'] as const
const undone = ['new', 'open'] as const

/** What staff do to a ticket of their queues, and a token that may write tickets. */
const byStaff = { admin: 'any', agent: 'queue', customer: 'none', scope: 'tickets:write', login: 'any' } as const
/** What its customer does too, and those whom it is shared with. */
const byCustomersToo = { ...byStaff, customer: 'organisation' } as const

/** The permission table: one row per action, with the grant of each role. Data only; `can` and the SQL scopes read it. */
export const permissions = {
  'ticket.read': { admin: 'any', agent: 'queue', customer: 'organisation', scope: 'tickets:read', login: 'any' },
  'ticket.readStaff': { admin: 'any', agent: 'queue', customer: 'none', scope: 'tickets:read', login: 'any' },
  /** The mail that a message came in by, byte for byte. */
  'message.readRaw': { admin: 'any', agent: 'queue', customer: 'none', scope: 'mail:read', login: 'any' },
  'ticket.create': { admin: 'any', agent: 'queue', customer: 'own', scope: 'tickets:write', login: 'any' },
  'ticket.createForCustomer': byStaff,
  // A customer's reply to a closed ticket is allowed: it starts a linked follow-up, or reopens, as the queue has it.
  'ticket.reply': { ...byCustomersToo, statuses: { staff: unclosed, customer: every }, alsoNeeds: 'tickets:read' },
  'ticket.note': { ...byStaff, statuses: { staff: every } },
  'ticket.assign': { ...byStaff, statuses: { staff: unclosed }, alsoNeeds: 'tickets:read' },
  'ticket.setPriority': { ...byStaff, statuses: { staff: unclosed } },
  'ticket.move': { ...byStaff, statuses: { staff: unclosed }, alsoNeeds: 'tickets:read' },
  'ticket.moveMessage': { ...byStaff, statuses: { staff: every }, alsoNeeds: 'tickets:read' },
  'ticket.decideHeld': { ...byStaff, alsoNeeds: 'tickets:read' },
  'ticket.addParticipant': { ...byStaff, statuses: { staff: unclosed }, alsoNeeds: 'tickets:read' },
  /** To get its news, and to add colleagues who may read it. */
  'ticket.follow': { ...byStaff, statuses: { staff: every }, alsoNeeds: 'tickets:read' },
  'ticket.tag': { ...byStaff, statuses: { staff: every } },
  'ticket.rename': { ...byStaff, statuses: { staff: unclosed } },
  'ticket.resolve': { ...byCustomersToo, statuses: { staff: undone, customer: undone } },
  'ticket.close': { ...byStaff, statuses: { staff: unclosed } },
  'ticket.reopen': { ...byCustomersToo, statuses: { staff: ['resolved', 'closed'], customer: ['resolved'] } },
  'ticket.snooze': { ...byStaff, statuses: { staff: undone } },
  /** Takes back what another action did; the verb also checks the permission of that action. */
  'ticket.undo': { ...byStaff, alsoNeeds: 'tickets:read' },
  'ticket.delete': { admin: 'any', agent: 'none', customer: 'none', scope: 'tickets:write', login: 'any' },
  'attachment.upload': { admin: 'any', agent: 'any', customer: 'own', scope: 'tickets:write', login: 'any' },
  'account.manage': { admin: 'own', agent: 'own', customer: 'own', scope: 'account:write', login: 'any' },
  'account.changePassword': { admin: 'own', agent: 'own', customer: 'own', scope: 'account:write', login: 'login' },
  'token.create': { admin: 'own', agent: 'own', customer: 'own', scope: 'account:write', login: 'login' },
  /** Anybody for staff, oneself for others. */
  'user.read': { admin: 'any', agent: 'any', customer: 'own', scope: 'users:read', login: 'any' },
  'user.rename': {
    admin: 'any',
    agent: 'own',
    customer: 'own',
    scope: 'users:write',
    login: 'any',
    alsoNeeds: 'users:read',
  },
  'user.list': { admin: 'any', agent: 'any', customer: 'none', scope: 'users:read', login: 'any' },
  'user.create': { admin: 'any', agent: 'none', customer: 'none', scope: 'users:write', login: 'any' },
  'user.update': {
    admin: 'any',
    agent: 'none',
    customer: 'none',
    scope: 'users:write',
    login: 'any',
    alsoNeeds: 'users:read',
  },
  /** Gives somebody more to read or to do, for good: which fields do is said in `appointments.ts`. */
  'user.appoint': { admin: 'any', agent: 'none', customer: 'none', scope: 'users:write', login: 'recentLogin' },
  'organisation.list': { admin: 'any', agent: 'any', customer: 'none', scope: 'users:read', login: 'any' },
  'organisation.manage': { admin: 'any', agent: 'none', customer: 'none', scope: 'users:write', login: 'any' },
  'queue.list': { admin: 'any', agent: 'any', customer: 'none', scope: 'tickets:read', login: 'any' },
  'queue.create': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:write', login: 'any' },
  'queue.update': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:write', login: 'any' },
  'tag.list': { admin: 'any', agent: 'any', customer: 'none', scope: 'tickets:read', login: 'any' },
  /** To change many tickets at once, by the verbs that change one; one's own acts alone. */
  'bulk.use': {
    admin: 'own',
    agent: 'own',
    customer: 'none',
    scope: 'tickets:write',
    login: 'any',
    alsoNeeds: 'tickets:read',
  },
  'view.use': { admin: 'own', agent: 'own', customer: 'none', scope: 'tickets:read', login: 'any' },
  /** To make, change and delete one's own saved views. */
  'view.manage': { admin: 'own', agent: 'own', customer: 'none', scope: 'tickets:write', login: 'any' },
  'view.share': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:write', login: 'any' },
  'draft.use': { admin: 'own', agent: 'own', customer: 'none', scope: 'tickets:write', login: 'any' },
  'mailbox.list': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:read', login: 'any' },
  'mailbox.manage': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:write', login: 'login' },
  'mailbox.forward': { admin: 'any', agent: 'any', customer: 'none', scope: 'tickets:read', login: 'login' },
  'outbox.read': { admin: 'any', agent: 'none', customer: 'none', scope: 'mail:read', login: 'any' },
  'outbox.manage': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:write', login: 'login' },
  'inbound.read': { admin: 'any', agent: 'none', customer: 'none', scope: 'mail:read', login: 'any' },
  'inbound.manage': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:write', login: 'login' },
  'developmentInbox.read': { admin: 'any', agent: 'none', customer: 'none', scope: 'mail:read', login: 'browser' },
  'settings.read': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:read', login: 'any' },
  'settings.manage': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:write', login: 'any' },
  /** What a notice says of a ticket is read as the ticket is. */
  'notice.read': { admin: 'any', agent: 'queue', customer: 'none', scope: 'tickets:read', login: 'any' },
  'notification.manage': { admin: 'own', agent: 'own', customer: 'none', scope: 'account:write', login: 'any' },
  'webhook.read': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:read', login: 'any' },
  'webhook.manage': { admin: 'any', agent: 'none', customer: 'none', scope: 'settings:write', login: 'login' },
  'live.watch': { admin: 'any', agent: 'queue', customer: 'organisation', scope: 'tickets:read', login: 'any' },
  'event.list': { admin: 'any', agent: 'queue', customer: 'organisation', scope: 'events:read', login: 'any' },
} as const satisfies Record<string, Row>

export type Action = keyof typeof permissions
/** The actions on a single ticket. */
export type TicketAction = Extract<Action, `ticket.${string}`>

/** What the permission table needs to know of the one who acts. */
export type ActorFacts = {
  id: string
  role: Role
  queueIds: readonly string[]
  /** The organisation whose tickets the actor may see as a whole; null where it does not share them. */
  sharedOrganisationId: string | null
}

/** What the permission table needs to know of a ticket. */
export type TicketFacts = {
  queueId: string
  assigneeId: string | null
  customerId: string
  organisationId: string | null
  /** Created by a mail with evidence against its sender, which nobody has accepted: customers do not see it. */
  isHeld?: boolean
}

export const grantOf = (role: Role, action: Action): Grant => permissions[action][role]

/** May `actor` do `action`, to `ticket` where the action is about one? Pure; the SQL scope agrees with it by test. */
export function can(actor: ActorFacts, action: Action, ticket?: TicketFacts): boolean {
  const grant = grantOf(actor.role, action)
  if (grant === 'none') return false
  if (ticket === undefined) return true
  return !(ticket.isHeld && actor.role === 'customer') && reaches(grant, actor, ticket)
}

function reaches(grant: Grant, actor: ActorFacts, ticket: TicketFacts): boolean {
  switch (grant) {
    case 'any':
      return true
    case 'queue':
      return actor.queueIds.includes(ticket.queueId) || ticket.assigneeId === actor.id
    case 'assigned':
      return ticket.assigneeId === actor.id
    case 'organisation':
      return ticket.customerId === actor.id || sharesOrganisation(actor, ticket)
    case 'own':
      return ticket.customerId === actor.id
    case 'none':
      return false
  }
}

const sharesOrganisation = (actor: ActorFacts, ticket: TicketFacts) =>
  actor.sharedOrganisationId !== null && ticket.organisationId === actor.sharedOrganisationId
