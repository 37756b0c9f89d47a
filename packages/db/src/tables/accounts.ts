import { bigint, index, integer, jsonb, pgEnum, pgTable, text, uuid, varchar } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { users } from './people.ts'

/** Sessions of the browser, where no Valkey is set. Only the hash of an id is kept. */
export const sessions = pgTable(
  'sessions',
  {
    idHash: text('id_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    userAgent: text('user_agent').notNull().default(''),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
  },
  table => [index('sessions_by_user_idx').on(table.userId), index('sessions_by_expiry_idx').on(table.expiresAt)],
)

export const tokenKindEnum = pgEnum('token_kind', ['verify_email', 'reset_password'])

/** One-use tokens of mail links. The token itself is derived from the id under SECRET_KEY and kept nowhere but as a hash. */
export const tokens = pgTable(
  'tokens',
  {
    id: primaryId(),
    kind: tokenKindEnum('kind').notNull(),
    hash: text('hash').notNull().unique(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    /** What a registration will become once the address is proven. */
    payload: jsonb('payload').$type<{ name: string; email: string; passwordHash: string }>(),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    usedAt: time('used_at'),
  },
  table => [index('tokens_by_user_idx').on(table.userId), index('tokens_by_expiry_idx').on(table.expiresAt)],
)

/** Rate limits where no Valkey is set; the columns are those of rate-limiter-flexible. */
export const rateLimits = pgTable('rate_limits', {
  key: varchar('key', { length: 255 }).primaryKey(),
  points: integer('points').notNull().default(0),
  expire: bigint('expire', { mode: 'number' }),
})
