import type { Filter } from '@gotrs/contract/filter/ast'
import type { TicketSort } from '@gotrs/contract/tickets'
import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { users } from './people.ts'

/** Saved searches. `filter` is what `q` meant when it was saved. */
export const views = pgTable(
  'views',
  {
    id: primaryId(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    q: text('q').notNull(),
    filter: jsonb('filter').$type<Filter>().notNull(),
    sort: text('sort').$type<TicketSort>().notNull(),
    isShared: boolean('is_shared').notNull().default(false),
    createdAt: time('created_at').notNull(),
  },
  table => [
    index('views_by_owner_idx').on(table.ownerId),
    index('views_shared_idx').on(table.name).where(sql`is_shared`),
  ],
)
