import type { TicketSort } from '@gotrs/contract/tickets'
import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { users } from './people.ts'

/** Saved searches: the text `q` of the filter language is all that is kept of the filter. */
export const views = pgTable(
  'views',
  {
    id: primaryId(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    q: text('q').notNull(),
    sort: text('sort').$type<TicketSort>().notNull(),
    isShared: boolean('is_shared').notNull().default(false),
    createdAt: time('created_at').notNull(),
  },
  table => [
    index('views_by_owner_idx').on(table.ownerId),
    index('views_shared_idx').on(table.name).where(sql`is_shared`),
  ],
)
