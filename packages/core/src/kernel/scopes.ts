import { type Action, grantOf } from '@gotrs/contract/permissions'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, not, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Actor, SystemActor, UserActor } from './actor.ts'
import { recordCheck } from './permission-record.ts'

/** The tickets table, or an alias of it. */
type TicketColumns = Record<'queueId' | 'assigneeId' | 'customerId' | 'organisationId' | 'isHeld', AnyPgColumn>

/** What a scope says of its actor: the values, or placeholders for them. */
type Terms = Pick<UserActor, 'role'> & {
  id: string | Placeholder
  queueIds: readonly string[] | Placeholder
  sharedOrganisationId: string | Placeholder | null
}

const every = sql`true`
const nothing = sql`false`

/** The tickets on which `actor` may do `action`, as a condition. Agrees with `can` of the permission table, by test. */
export function ticketScope(actor: Actor, action: Action, table: TicketColumns = tickets): SQL {
  recordCheck(actor, action)
  return scopeOf(actor, action, table)
}

/**
 * The same without the values, for a statement that is prepared once for each `scopeKind`: it is executed with the
 * `scopeValues` of its actor. The caller records the check, each time.
 */
export function preparedScope(actor: Actor, action: Action, table: TicketColumns = tickets): SQL {
  if (actor.kind === 'system') return every
  const { role, sharedOrganisationId } = actor
  const terms = {
    ...{ role, id: sql.placeholder('actorId'), queueIds: sql.placeholder('actorQueueIds') },
    sharedOrganisationId: sharedOrganisationId && sql.placeholder('actorOrganisationId'),
  }
  return scopeOf(terms, action, table)
}

/** The scopes of readers of one kind have the same text, so that a statement with a scope can be prepared for each kind. */
export function scopeKind(actor: Actor): string {
  if (actor.kind === 'system') return 'system'
  return actor.role === 'customer' && actor.sharedOrganisationId === null ? 'customer_alone' : actor.role
}

export const scopeValues = (actor: Actor): Record<string, unknown> =>
  actor.kind === 'system'
    ? {}
    : { actorId: actor.id, actorQueueIds: actor.queueIds, actorOrganisationId: actor.sharedOrganisationId }

/** All that a scope is made of. */
export const scopeKey = (actor: Actor): unknown[] => [scopeKind(actor), scopeValues(actor)]

function scopeOf(actor: Terms | SystemActor, action: Action, table: TicketColumns): SQL {
  if (!('role' in actor)) return every
  const reach = reachOf(actor, action, table)
  return actor.role === 'customer' ? (and(reach, not(table.isHeld)) ?? nothing) : reach
}

function reachOf(actor: Terms, action: Action, table: TicketColumns): SQL {
  switch (grantOf(actor.role, action)) {
    case 'any':
      return every
    case 'queue':
      return either(inQueues(actor, table), eq(table.assigneeId, actor.id))
    case 'assigned':
      return eq(table.assigneeId, actor.id)
    case 'organisation':
      return either(eq(table.customerId, actor.id), inOrganisation(actor, table))
    case 'own':
      return eq(table.customerId, actor.id)
    case 'none':
      return nothing
  }
}

const inQueues = (actor: Terms, table: TicketColumns) =>
  sql`${table.queueId} = any(${sql.param(actor.queueIds)}::uuid[])`

const inOrganisation = (actor: Terms, table: TicketColumns) =>
  actor.sharedOrganisationId === null ? nothing : eq(table.organisationId, actor.sharedOrganisationId)

const either = (left: SQL, right: SQL): SQL => or(left, right) ?? nothing
