import { type Action, grantOf } from '@gotrs/contract/permissions'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, not, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Actor, UserActor } from './actor.ts'
import { recordCheck } from './permission-record.ts'

/** The tickets table, or an alias of it. */
type TicketColumns = Record<'queueId' | 'assigneeId' | 'customerId' | 'organisationId' | 'isHeld', AnyPgColumn>

const every = sql`true`
const nothing = sql`false`

/** The tickets on which `actor` may do `action`, as a condition. Agrees with `can` of the permission table, by test. */
export function ticketScope(actor: Actor, action: Action, table: TicketColumns = tickets): SQL {
  if (actor.kind === 'system') return every
  recordCheck(actor, action)
  const reach = reachOf(actor, action, table)
  return actor.role === 'customer' ? (and(reach, not(table.isHeld)) ?? nothing) : reach
}

/** The scopes of readers of one kind have the same text, so that a statement with a scope can be prepared for each kind. */
export function scopeKind(actor: Actor): string {
  if (actor.kind === 'system') return 'system'
  return actor.role === 'customer' && actor.sharedOrganisationId === null ? 'customer_alone' : actor.role
}

function reachOf(actor: UserActor, action: Action, table: TicketColumns): SQL {
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

const inQueues = (actor: UserActor, table: TicketColumns) =>
  sql`${table.queueId} = any(${sql.param([...actor.queueIds])}::uuid[])`

const inOrganisation = (actor: UserActor, table: TicketColumns) =>
  actor.sharedOrganisationId === null ? nothing : eq(table.organisationId, actor.sharedOrganisationId)

const either = (left: SQL, right: SQL): SQL => or(left, right) ?? nothing
