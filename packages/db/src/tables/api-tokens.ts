import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { users } from './people.ts'

/** Personal API tokens. Only the hash is kept; `hint` is the end of the token, by which its owner knows it again. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    hash: text('hash').notNull().unique(),
    hint: text('hint').notNull(),
    scopes: text('scopes').array().notNull(),
    createdAt: time('created_at').notNull(),
    /** Null: until it is revoked. */
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    revokedAt: time('revoked_at'),
  },
  table => [index('api_tokens_by_user_idx').on(table.userId, table.createdAt, table.id)],
)

/** A login of an API client: a chain of refresh tokens, each used once. One that comes twice ends the whole family (RFC 9700, section 4.14.2). */
export const tokenFamilies = pgTable(
  'token_families',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    userAgent: text('user_agent').notNull().default(''),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    revokedAt: time('revoked_at'),
  },
  table => [
    index('token_families_by_user_idx').on(table.userId, table.createdAt),
    index('token_families_by_expiry_idx').on(table.expiresAt),
  ],
)

export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    hash: text('hash').primaryKey(),
    familyId: uuid('family_id')
      .notNull()
      .references(() => tokenFamilies.id, { onDelete: 'cascade' }),
    createdAt: time('created_at').notNull(),
    usedAt: time('used_at'),
  },
  table => [index('refresh_tokens_by_family_idx').on(table.familyId)],
)
