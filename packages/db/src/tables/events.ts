import { index, integer, jsonb, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { users } from './people.ts'
import { tickets } from './tickets.ts'

export const audienceEnum = pgEnum('audience', ['staff', 'customer'])
export const actorKindEnum = pgEnum('actor_kind', ['user', 'system'])

/** Written in the transaction of the change: the timeline and the audit log in one. */
export const events = pgTable(
  'events',
  {
    id: primaryId(),
    type: text('type').notNull(),
    audience: audienceEnum('audience').notNull(),
    ticketId: uuid('ticket_id').references(() => tickets.id, { onDelete: 'cascade' }),
    /** The ticket's version after the change, so that a stale caller can be told what happened since. */
    ticketVersion: integer('ticket_version'),
    actorKind: actorKindEnum('actor_kind').notNull(),
    actorId: uuid('actor_id').references(() => users.id),
    /** For `system`: which part of the desk acted (mail, clock, an automation). */
    actorName: text('actor_name'),
    /** Why: the chain of what led here, nearest first (`event:ID`, `job:NAME`, `rule:ID`). */
    cause: text('cause').array().notNull().default([]),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    createdAt: time('created_at').notNull(),
  },
  table => [
    // the timeline of tickets.get, and what changed since a version
    index('events_by_ticket_idx').on(table.ticketId, table.createdAt, table.id),
    // the audit log, newest first
    index('events_by_time_idx').on(table.createdAt, table.id),
  ],
)
