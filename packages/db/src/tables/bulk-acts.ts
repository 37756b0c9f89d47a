import type { Scope } from '@gotrs/contract/scopes'
import { sql } from 'drizzle-orm'
import { type AnyPgColumn, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { users } from './people.ts'

export const bulkStateEnum = pgEnum('bulk_state', ['queued', 'running', 'stopped', 'done'])
export const bulkOutcomeEnum = pgEnum('bulk_outcome', ['waiting', 'changed', 'unchanged', 'failed'])

/** One verb for many tickets, done by a job. */
export const bulkActs = pgTable(
  'bulk_acts',
  {
    id: primaryId(),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Which token or login the creator used, as in `events`. */
    via: text('via'),
    /** Of that token: the job may do no more. Null: everything that the creator may. */
    scopes: text('scopes').array().$type<Scope[]>(),
    /** In the filter language; null where the tickets were named. */
    filter: text('filter'),
    action: jsonb('action').$type<Record<string, unknown>>().notNull(),
    state: bulkStateEnum('state').notNull().default('queued'),
    total: integer('total').notNull(),
    done: integer('done').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    /** The bulk act that this one takes back. */
    undoesId: uuid('undoes_id').references((): AnyPgColumn => bulkActs.id, { onDelete: 'cascade' }),
    createdAt: time('created_at').notNull(),
    finishedAt: time('finished_at'),
  },
  table => [
    // one runs at a time for each person
    index('bulk_acts_unfinished_idx').on(table.creatorId, table.createdAt).where(sql`state in ('queued', 'running')`),
    // expiry
    index('bulk_acts_by_created_idx').on(table.createdAt),
    index('bulk_acts_by_undone_idx').on(table.undoesId).where(sql`undoes_id is not null`),
  ],
)

/** Its tickets, fixed when it is created. */
export const bulkItems = pgTable(
  'bulk_items',
  {
    bulkId: uuid('bulk_id')
      .notNull()
      .references(() => bulkActs.id, { onDelete: 'cascade' }),
    /** No reference: a ticket that is deleted meanwhile is one that was not changed. */
    ticketId: uuid('ticket_id').notNull(),
    outcome: bulkOutcomeEnum('outcome').notNull().default('waiting'),
    /** Why it was not changed: a code of the table of errors. */
    errorCode: text('error_code'),
    /** An event of the act, by which it is undone. */
    eventId: uuid('event_id'),
  },
  table => [
    primaryKey({ columns: [table.bulkId, table.ticketId] }),
    // the next batch
    index('bulk_items_waiting_idx').on(table.bulkId, table.ticketId).where(sql`outcome = 'waiting'`),
  ],
)
