import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { users } from './people.ts'

export const audienceEnum = pgEnum('audience', ['staff', 'customer'])
export const actorKindEnum = pgEnum('actor_kind', ['user', 'system'])

/** Written in the transaction of the change: the timeline and the audit log in one. Append-only: see ADR 0017. */
export const events = pgTable(
  'events',
  {
    id: primaryId(),
    type: text('type').notNull(),
    audience: audienceEnum('audience').notNull(),
    /** Of a deleted ticket too: events outlive what they are about. */
    ticketId: uuid('ticket_id'),
    /** The ticket's version after the change, so that a stale caller can get the events since their version. */
    ticketVersion: integer('ticket_version'),
    actorKind: actorKindEnum('actor_kind').notNull(),
    actorId: uuid('actor_id').references(() => users.id),
    /** For `system`: which part of the desk acted (mail, clock, an automation). */
    actorName: text('actor_name'),
    /** Which token or login a person acted by (`token:ID`, `login:ID`); null for a browser session and for the desk. */
    via: text('via'),
    /** Why: the chain of what led here, nearest first (`event:ID`, `job:NAME`, `rule:ID`). */
    cause: text('cause').array().notNull().default([]),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    createdAt: time('created_at').notNull(),
    /** By the transaction that wrote it: the order in which a program reads events. See ADR 0026. */
    position: bigint('position', { mode: 'number' }).notNull().default(sql`event_position(pg_current_xact_id())`),
  },
  table => [
    // the list of events, from where a program stopped
    index('events_by_position_idx').on(table.position, table.id),
    // the timeline of tickets.get, and what changed since a version
    index('events_by_ticket_idx').on(table.ticketId, table.createdAt, table.id),
    // the audit log, newest first
    index('events_by_time_idx').on(table.createdAt, table.id),
  ],
)

/**
 * Why a ticket was deleted, in the admin's own words. They may name people, so they are not in the event, which is never
 * deleted: they are stored separately, and deleted after a year.
 */
export const deletionReasons = pgTable(
  'deletion_reasons',
  {
    /** No reference: the ticket is gone. */
    ticketId: uuid('ticket_id').primaryKey(),
    reason: text('reason').notNull(),
    createdAt: time('created_at').notNull(),
  },
  table => [index('deletion_reasons_by_time_idx').on(table.createdAt)],
)
