import { sql } from 'drizzle-orm'
import { bigint, boolean, check, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, citext, primaryId, time } from './columns.ts'
import { queues } from './people.ts'

type Account = { host: string; port: number; tls: 'tls' | 'starttls' | 'none'; user: string }

export const mailboxes = pgTable(
  'mailboxes',
  {
    id: primaryId(),
    name: text('name').notNull().unique(),
    address: citext('address').notNull().unique(),
    aliases: citext('aliases').array().notNull().default([]),
    displayName: text('display_name').notNull(),
    queueId: uuid('queue_id')
      .notNull()
      .references(() => queues.id),
    isActive: boolean('is_active').notNull().default(true),
    imap: jsonb('imap').$type<Account & { folder: string }>(),
    /** AES-256-GCM under SECRET_KEY; never leaves the server. */
    imapPassword: bytes('imap_password_encrypted'),
    smtp: jsonb('smtp').$type<Account>(),
    smtpPassword: bytes('smtp_password_encrypted'),
    /** The IMAP cursor (RFC 9051, section 2.3.1.1): everything up to last_uid of this validity is in the ledger. */
    uidValidity: bigint('uid_validity', { mode: 'bigint' }),
    lastUid: bigint('last_uid', { mode: 'number' }).notNull().default(0),
    lastReadAt: time('last_read_at'),
    lastError: text('last_error'),
    lastErrorAt: time('last_error_at'),
    createdAt: time('created_at').notNull(),
  },
  table => [check('mailboxes_last_uid', sql`${table.lastUid} >= 0`)],
)
