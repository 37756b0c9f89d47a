import { type Action, grantOf } from '@gotrs/contract/permissions'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Actor, UserActor } from './actor.ts'

const every = sql`true`
const nothing = sql`false`

/** The tickets on which `actor` may do `action`, as a condition. Agrees with `can` of the permission table, by test. */
export function ticketScope(actor: Actor, action: Action): SQL {
  if (actor.kind === 'system') return every
  switch (grantOf(actor.role, action)) {
    case 'any':
      return every
    case 'queue':
      return either(inQueues(actor), eq(tickets.assigneeId, actor.id))
    case 'assigned':
      return eq(tickets.assigneeId, actor.id)
    case 'organisation':
      return either(eq(tickets.customerId, actor.id), inOrganisation(actor))
    case 'own':
      return eq(tickets.customerId, actor.id)
    case 'none':
      return nothing
  }
}

const inQueues = (actor: UserActor) =>
  actor.queueIds.length > 0 ? inArray(tickets.queueId, [...actor.queueIds]) : nothing

const inOrganisation = (actor: UserActor) =>
  actor.sharedOrganisationId === null ? nothing : eq(tickets.organisationId, actor.sharedOrganisationId)

const either = (left: SQL, right: SQL): SQL => or(left, right) ?? nothing
