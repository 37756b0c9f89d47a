import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './columns.ts'
import { users } from './people.ts'

/** A call that was done under a key of the caller's, with its answer: written in the transaction of the change itself. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    /** The procedure and the input, hashed: the same key with another call is a mistake. */
    callHash: text('call_hash').notNull(),
    answer: jsonb('answer'),
    createdAt: time('created_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.userId, table.key] }),
    // keys that have expired
    index('idempotency_keys_by_time_idx').on(table.createdAt),
  ],
)
