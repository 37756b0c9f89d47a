import { type EventType, eventCatalogue } from '@gotrs/contract/events'
import type { LiveHint } from '@gotrs/contract/live'
import { can, type TicketFacts } from '@gotrs/contract/permissions'
import type { Db } from '@gotrs/db/client'
import { events } from '@gotrs/db/tables/events'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, inArray, sql } from 'drizzle-orm'
import { asCustomer, type UserActor } from '../kernel/actor.ts'

/** The ticket now, and before an event after which somebody can no longer see it. */
export type HintFacts = { now: TicketFacts; before: TicketFacts; isPublicMove: boolean }

/** A hint of an event. Others are for one person alone, or for staff. */
export type EventHint = LiveHint & { type: EventType; eventId: string }

/** A hint for staff who may read the ticket, of what is no event. */
type StaffHint = LiveHint & { ticketId: string; eventId: null }

const isStaffHint = (hint: LiveHint): hint is StaffHint => hint.eventId === null && hint.ticketId !== null

const isEventHint = (hint: LiveHint): hint is EventHint => hint.eventId !== null

/** Of the tickets of several hints: by the id of the event, and by that of the ticket where there is no event. */
export type AudienceFacts = { ofEvents: Map<string, HintFacts>; ofTickets: Map<string, TicketFacts> }

/** One statement for each kind of hint, none where there is no hint of it. */
export async function readAudienceFacts(db: Db, hints: readonly LiveHint[]): Promise<AudienceFacts> {
  const [ofEvents, ofTickets] = await Promise.all([readHintFacts(db, hints), readTicketFacts(db, hints)])
  return { ofEvents, ofTickets }
}

/** May this person get the hint? For hints that are not for one person alone. */
export function isKnownTo(actor: UserActor, hint: LiveHint, { ofEvents, ofTickets }: AudienceFacts): boolean {
  if (isEventHint(hint)) return mayGetHint(actor, hint, ofEvents.get(hint.eventId))
  return isStaffHint(hint) && mayKnowAsStaff(actor, ofTickets.get(hint.ticketId))
}

/** May this person get the hint? Staff also get those of their own requests as customers: the portal shows them these. */
export function mayGetHint(actor: UserActor, hint: EventHint, facts: HintFacts | undefined): boolean {
  const isOwn = actor.role !== 'customer' && facts?.now.customerId === actor.id
  return mayKnow(actor, hint, facts) || (isOwn && mayKnow(asCustomer(actor), hint, facts))
}

/** May this person see the event? */
export function mayKnow(actor: UserActor, hint: EventHint, facts: HintFacts | undefined): boolean {
  if (actor.role === 'customer' && !isForCustomers(hint, facts)) return false
  if (hint.ticketId === null) return actor.role === 'admin'
  if (!facts) return false
  return can(actor, 'ticket.read', facts.now) || can(actor, 'ticket.read', facts.before)
}

/** A public message that staff moved leaves one conversation and joins another. The customer must not learn that a note was moved. */
const isForCustomers = (hint: EventHint, facts: HintFacts | undefined) =>
  eventCatalogue[hint.type].audience === 'customer' || (hint.type === 'message.moved' && facts?.isPublicMove === true)

const mayKnowAsStaff = (actor: UserActor, facts: TicketFacts | undefined): boolean =>
  facts !== undefined && can(actor, 'ticket.readStaff', facts)

const facts = {
  queueId: tickets.queueId,
  assigneeId: tickets.assigneeId,
  customerId: tickets.customerId,
  organisationId: tickets.organisationId,
  isHeld: tickets.isHeld,
}

/** The facts of the tickets of hints for staff, by the id of the ticket. */
async function readTicketFacts(db: Db, hints: readonly LiveHint[]): Promise<Map<string, TicketFacts>> {
  const ids = hints.filter(isStaffHint).map(({ ticketId }) => ticketId)
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: tickets.id, ...facts })
    .from(tickets)
    .where(inArray(tickets.id, ids))
  return new Map(rows.map(({ id, ...of }) => [id, of]))
}

/** The facts of each hint's ticket, by event id, in one statement. A deleted ticket has none. */
export async function readHintFacts(db: Db, hints: readonly LiveHint[]): Promise<Map<string, HintFacts>> {
  const eventIds = hints.flatMap(hint => (hint.ticketId === null ? [] : (hint.eventId ?? [])))
  if (eventIds.length === 0) return new Map()
  const rows = await db
    .select({
      eventId: events.id,
      ...facts,
      // ticket.moved and ticket.assigned: those who lose the ticket have to see it go.
      previousQueueId: sql<string | null>`${events.payload} ->> 'previousQueueId'`,
      previousAssigneeId: sql<string | null>`${events.payload} ->> 'previousAssigneeId'`,
      isPublicMove: sql<boolean>`${events.type} = 'message.moved' and ${events.payload} ->> 'kind' = 'public'`,
    })
    .from(events)
    .innerJoin(tickets, eq(tickets.id, events.ticketId))
    .where(inArray(events.id, eventIds))
  return new Map(
    rows.map(({ eventId, previousQueueId, previousAssigneeId, isPublicMove, ...now }) => [
      eventId,
      {
        now,
        isPublicMove,
        before: {
          ...now,
          queueId: previousQueueId ?? now.queueId,
          assigneeId: previousAssigneeId ?? now.assigneeId,
        },
      },
    ]),
  )
}
