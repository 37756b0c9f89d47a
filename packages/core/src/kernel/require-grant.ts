import { DeskError } from '@gotrs/contract/errors'
import { type Action, can, type TicketFacts } from '@gotrs/contract/permissions'
import type { Actor, UserActor } from './actor.ts'
import { noteAsked } from './permission-record.ts'

/** A unit of work, a reader, or whatever else says who acts. */
type Acting = { actor: Actor }

/** May the actor do `action`, to `ticket` where it is about one? The desk itself may do everything. */
export function isGranted({ actor }: Acting, action: Action, ticket?: TicketFacts): boolean {
  noteAsked(actor, action)
  return actor.kind === 'system' || can(actor, action, ticket)
}

/** The first line of a verb: it asks for its own permission. @throws DeskError `forbidden` */
export function requireGrant(acting: Acting, action: Action, ticket?: TicketFacts): void {
  if (!isGranted(acting, action, ticket)) throw new DeskError('forbidden', { action })
}

/** As `requireGrant`, for what only a person does or has, such as a draft. @throws DeskError `forbidden` */
export function requirePerson(acting: Acting, action: Action): UserActor {
  requireGrant(acting, action)
  if (acting.actor.kind === 'system') throw new DeskError('forbidden', { action })
  return acting.actor
}
