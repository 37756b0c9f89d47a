import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { time } from './columns.ts'
import { messages } from './messages.ts'
import { noticeKindEnum, users } from './people.ts'
import { tickets } from './tickets.ts'

/** News for one member of staff, one for each event: shown in the app, and mailed where they want that. */
export const notices = pgTable(
  'notices',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Ids of events are in the order of their times, and so are the pages. */
    eventId: uuid('event_id').notNull(),
    kind: noticeKindEnum('kind').notNull(),
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').references(() => messages.id, { onDelete: 'cascade' }),
    /** Who did it; null: the desk. */
    actorId: uuid('actor_id').references(() => users.id),
    createdAt: time('created_at').notNull(),
    readAt: time('read_at'),
  },
  table => [
    primaryKey({ columns: [table.userId, table.eventId] }),
    // the unread count
    index('notices_unread_idx').on(table.userId).where(sql`read_at is null`),
    // the mails of an event; deletion with the ticket, with the message, and after a while
    index('notices_by_ticket_idx').on(table.ticketId, table.eventId),
    index('notices_by_message_idx').on(table.messageId),
    index('notices_by_created_idx').on(table.createdAt),
  ],
)
