import { pgEnum, pgTable, primaryKey, timestamp, uuid } from 'drizzle-orm/pg-core'

export const presenceStateEnum = pgEnum('presence_state', ['viewing', 'writing'])

/**
 * Who has which ticket open. Unlogged (in the migration): after a crash of Postgres it is empty, and the apps report again
 * within seconds. Without references: a foreign key would lock the ticket, and wait for the verbs that change it. Without
 * an index on what heartbeats change, so that Postgres updates a row in place (HOT).
 */
export const ticketPresence = pgTable(
  'ticket_presence',
  {
    ticketId: uuid('ticket_id').notNull(),
    userId: uuid('user_id').notNull(),
    state: presenceStateEnum('state').notNull(),
    /** By the clock of Postgres, which all processes share. */
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull(),
  },
  table => [primaryKey({ columns: [table.ticketId, table.userId] })],
)
