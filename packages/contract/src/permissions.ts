import type { Role } from './roles.ts'

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

type Row = Record<Role, Grant>

/** The permission table: action × role → grant. Data only; `can` and the SQL scopes read it. */
export const permissions = {
  'ticket.read': { admin: 'any', agent: 'queue', customer: 'organisation' },
  'ticket.readStaff': { admin: 'any', agent: 'queue', customer: 'none' },
  /** The mail that a message came in by, byte for byte. */
  'message.readRaw': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.create': { admin: 'any', agent: 'queue', customer: 'own' },
  'ticket.createForCustomer': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.reply': { admin: 'any', agent: 'queue', customer: 'organisation' },
  'ticket.note': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.assign': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.setPriority': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.move': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.moveMessage': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.decideHeld': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.addParticipant': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.tag': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.rename': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.resolve': { admin: 'any', agent: 'queue', customer: 'organisation' },
  'ticket.close': { admin: 'any', agent: 'queue', customer: 'none' },
  'ticket.reopen': { admin: 'any', agent: 'queue', customer: 'organisation' },
  'ticket.delete': { admin: 'any', agent: 'none', customer: 'none' },
  'attachment.upload': { admin: 'any', agent: 'any', customer: 'own' },
  'account.manage': { admin: 'own', agent: 'own', customer: 'own' },
  'account.changePassword': { admin: 'own', agent: 'own', customer: 'own' },
  'token.create': { admin: 'own', agent: 'own', customer: 'own' },
  /** Anybody for staff, oneself for others. */
  'user.read': { admin: 'any', agent: 'any', customer: 'own' },
  'user.rename': { admin: 'any', agent: 'own', customer: 'own' },
  'user.list': { admin: 'any', agent: 'any', customer: 'none' },
  'user.create': { admin: 'any', agent: 'none', customer: 'none' },
  'user.update': { admin: 'any', agent: 'none', customer: 'none' },
  /** Gives somebody more to read or to do, for good: which fields do is said in `appointments.ts`. */
  'user.appoint': { admin: 'any', agent: 'none', customer: 'none' },
  'organisation.list': { admin: 'any', agent: 'any', customer: 'none' },
  'queue.list': { admin: 'any', agent: 'any', customer: 'none' },
  'queue.create': { admin: 'any', agent: 'none', customer: 'none' },
  'queue.update': { admin: 'any', agent: 'none', customer: 'none' },
  'tag.list': { admin: 'any', agent: 'any', customer: 'none' },
  'view.use': { admin: 'own', agent: 'own', customer: 'none' },
  'view.share': { admin: 'any', agent: 'none', customer: 'none' },
  'draft.use': { admin: 'own', agent: 'own', customer: 'none' },
  'mailbox.list': { admin: 'any', agent: 'none', customer: 'none' },
  'mailbox.manage': { admin: 'any', agent: 'none', customer: 'none' },
  'mailbox.forward': { admin: 'any', agent: 'any', customer: 'none' },
  'outbox.read': { admin: 'any', agent: 'none', customer: 'none' },
  'outbox.manage': { admin: 'any', agent: 'none', customer: 'none' },
  'inbound.read': { admin: 'any', agent: 'none', customer: 'none' },
  'inbound.manage': { admin: 'any', agent: 'none', customer: 'none' },
  'developmentInbox.read': { admin: 'any', agent: 'none', customer: 'none' },
  'settings.read': { admin: 'any', agent: 'none', customer: 'none' },
  'settings.manage': { admin: 'any', agent: 'none', customer: 'none' },
  'notification.manage': { admin: 'own', agent: 'own', customer: 'none' },
  'webhook.read': { admin: 'any', agent: 'none', customer: 'none' },
  'webhook.manage': { admin: 'any', agent: 'none', customer: 'none' },
  'live.watch': { admin: 'any', agent: 'queue', customer: 'organisation' },
} as const satisfies Record<string, Row>

export type Action = keyof typeof permissions
/** The actions that are asked of one ticket. */
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
  /** Opened by a mail that something speaks against, which nobody has accepted: customers do not see it. */
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
