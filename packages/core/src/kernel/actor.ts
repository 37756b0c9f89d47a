import type { Action, ActorFacts } from '@gotrs/contract/permissions'
import type { Scope } from '@gotrs/contract/scopes'

/** The permissions that a person's unit of work checks. The record of the call around it gets each of them too. */
export type PermissionRecord = { checked: Set<Action>; isOfPerson: boolean; within: PermissionRecord | undefined }

/** A person who acts, by session or token. */
export type UserActor = ActorFacts & {
  kind: 'user'
  name: string
  email: string
  /** The organisation the person belongs to, whether or not it shares its tickets. */
  organisationId: string | null
  /** The token or login that the person uses (`token:ID`, `login:ID`); undefined for a browser session. */
  via?: string
  /** The scopes of the token; undefined for a person without a token, who has every permission of their role. */
  scopes?: readonly Scope[]
  /** Records the permissions that are checked for the person; the kernel opens one for each unit of work. */
  record?: PermissionRecord
}

/** A part of the desk that acts by itself. It may do everything; its name is in the audit log. */
export type SystemActor = { kind: 'system'; name: 'mail' | 'clock' | 'desk' | 'setup' | 'accounts' | 'command line' }

export type Actor = UserActor | SystemActor

export const systemActor = (name: SystemActor['name']): SystemActor => ({ kind: 'system', name })

export const isStaffActor = (actor: Actor): boolean => actor.kind === 'system' || actor.role !== 'customer'

/** The same person with the rights of a customer: their own tickets, without notes. Never more than they had. */
export const asCustomer = (actor: UserActor): UserActor => ({
  ...actor,
  role: 'customer',
  queueIds: [],
  sharedOrganisationId: actor.role === 'customer' ? actor.sharedOrganisationId : null,
})
