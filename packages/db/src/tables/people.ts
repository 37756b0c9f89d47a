import { sql } from 'drizzle-orm'
import { boolean, index, pgEnum, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { citext, primaryId, time } from './columns.ts'

export const roleEnum = pgEnum('role', ['admin', 'agent', 'customer'])

/** What staff get news of: `undelivered` is a reply whose mail failed. */
export const noticeKindEnum = pgEnum('notice_kind', ['assigned', 'message', 'note', 'mentioned', 'undelivered'])

export const organisations = pgTable('organisations', {
  id: primaryId(),
  name: citext('name').notNull().unique(),
  isShared: boolean('is_shared').notNull().default(false),
  createdAt: time('created_at').notNull(),
})

/** A sender whose address ends in one of these belongs to the organisation. */
export const organisationDomains = pgTable('organisation_domains', {
  domain: citext('domain').primaryKey(),
  organisationId: uuid('organisation_id')
    .notNull()
    .references(() => organisations.id, { onDelete: 'cascade' }),
})

/** Everybody: admins, agents, customers. A correspondent is a customer without a password. */
export const users = pgTable(
  'users',
  {
    id: primaryId(),
    name: text('name').notNull(),
    email: citext('email').notNull().unique(),
    role: roleEnum('role').notNull(),
    passwordHash: text('password_hash'),
    organisationId: uuid('organisation_id').references(() => organisations.id, { onDelete: 'set null' }),
    emailVerifiedAt: time('email_verified_at'),
    isActive: boolean('is_active').notNull().default(true),
    /** The kinds of news that staff also get by mail. */
    mailedKinds: noticeKindEnum('mailed_kinds').array().notNull().default(['mentioned']),
    /** Sessions and logins from before are over: moves with the password, the role and being switched off. */
    sessionsValidFrom: time('sessions_valid_from'),
    createdAt: time('created_at').notNull(),
  },
  table => [
    // people.listUsers: text search by name or address, also behind the filter's `from:`
    index('users_search_idx').using(
      'gin',
      sql`(lower(${table.name}) || ' ' || lower(${table.email}::text)) gin_trgm_ops`,
    ),
    // people.listUsers: pages by name
    index('users_by_name_idx').on(table.name, table.id),
    // people.listUsers: the staff, among all the customers
    index('users_staff_by_name_idx').on(table.name, table.id).where(sql`role <> 'customer'`),
  ],
)

/** Further addresses of a person, besides `users.email`: mail from them is that person's. */
export const userAddresses = pgTable(
  'user_addresses',
  {
    address: citext('address').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: time('created_at').notNull(),
  },
  table => [index('user_addresses_by_user_idx').on(table.userId)],
)

export const closedReplyEnum = pgEnum('closed_reply', ['follow_up', 'reopen'])

export const queues = pgTable('queues', {
  id: primaryId(),
  name: citext('name').notNull().unique(),
  /** What a customer's mail to a closed ticket does. */
  closedReply: closedReplyEnum('closed_reply').notNull().default('follow_up'),
  createdAt: time('created_at').notNull(),
})

export const queueMembers = pgTable(
  'queue_members',
  {
    queueId: uuid('queue_id')
      .notNull()
      .references(() => queues.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  // Read from the person's side by every session: the key starts with the user.
  table => [
    primaryKey({ columns: [table.userId, table.queueId] }),
    unique('queue_members_by_queue').on(table.queueId, table.userId),
  ],
)
