import { DeskError } from '@gotrs/contract/errors'
import { type Action, can, type TicketFacts } from '@gotrs/contract/permissions'
import { scopeOf } from '@gotrs/contract/scopes'
import type { Actor, UserActor } from './actor.ts'
import { recordCheck } from './permission-record.ts'

/** A unit of work, a reader, or anything else with an actor. */
type Acting = { actor: Actor }

/**
 * May the actor do `action`, to `ticket` if it is about one? A person who acts by a token also needs its scope, because a
 * verb may check more actions than the one that its procedure declares. The desk may do everything.
 */
export function isGranted({ actor }: Acting, action: Action, ticket?: TicketFacts): boolean {
  recordCheck(actor, action)
  return actor.kind === 'system' || (hasScope(actor, action) && can(actor, action, ticket))
}

/** The first line of a verb: the verb checks its own permission. @throws DeskError `forbidden` */
export function requireGrant(acting: Acting, action: Action, ticket?: TicketFacts): void {
  if (!isGranted(acting, action, ticket)) throw new DeskError('forbidden', { action })
}

/** As `requireGrant`, for things that only a person has, such as a draft. @throws DeskError `forbidden` */
export function requirePerson(acting: Acting, action: Action): UserActor {
  requireGrant(acting, action)
  if (acting.actor.kind === 'system') throw new DeskError('forbidden', { action })
  return acting.actor
}

const hasScope = ({ scopes }: UserActor, action: Action): boolean => !scopes || scopes.includes(scopeOf[action])
