import { sql } from 'drizzle-orm'
import { bigint, boolean, check, integer, jsonb, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, citext, primaryId, time } from './columns.ts'
import { queues } from './people.ts'

type Account = {
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  auth: 'password' | 'oauth2'
  user: string
}
type OAuthApp = {
  provider: 'google' | 'microsoft' | 'other'
  clientId: string
  tenant: string
  authorizeUrl: string
  tokenUrl: string
  scope: string
}

export const olderMailEnum = pgEnum('older_mail', ['none', 'open', 'closed'])
export const spamFiltersEnum = pgEnum('spam_filters', ['all', 'spamassassin', 'none'])

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
    imap: jsonb('imap').$type<Account & { folder: string; moveTo: string }>(),
    /** AES-256-GCM under SECRET_KEY; never leaves the server. */
    imapPassword: bytes('imap_password_encrypted'),
    smtp: jsonb('smtp').$type<Account>(),
    smtpPassword: bytes('smtp_password_encrypted'),
    oauth: jsonb('oauth').$type<OAuthApp>(),
    oauthClientSecret: bytes('oauth_client_secret_encrypted'),
    oauthRefreshToken: bytes('oauth_refresh_token_encrypted'),
    oauthAccessToken: bytes('oauth_access_token_encrypted'),
    oauthExpiresAt: time('oauth_expires_at'),
    oauthError: text('oauth_error'),
    signature: text('signature').notNull().default(''),
    /** How many mails may leave in an hour. */
    hourlyLimit: integer('hourly_limit'),
    /** What its server took in before that is old: it comes in only as `olderMail` says, and is never acknowledged. */
    takesMailFrom: time('takes_mail_from').notNull().defaultNow(),
    olderMail: olderMailEnum('older_mail').notNull().default('none'),
    /** Does it acknowledge new tickets? */
    acknowledges: boolean('acknowledges').notNull().default(true),
    /** Whose headers mark a mail as spam: any filter's that the desk knows, SpamAssassin's alone, or nobody's. */
    spamFilters: spamFiltersEnum('spam_filters').notNull().default('all'),
    /** Whose Authentication-Results count (RFC 8601); empty: nobody's. */
    authservId: text('authserv_id').notNull().default(''),
    /** The IMAP cursor (RFC 9051, section 2.3.1.1): everything up to last_uid of this validity is in the ledger. */
    uidValidity: bigint('uid_validity', { mode: 'bigint' }),
    lastUid: bigint('last_uid', { mode: 'number' }).notNull().default(0),
    lastReadAt: time('last_read_at'),
    lastError: text('last_error'),
    lastErrorAt: time('last_error_at'),
    lastSentAt: time('last_sent_at'),
    lastSendError: text('last_send_error'),
    lastSendErrorAt: time('last_send_error_at'),
    /** Since when its server takes no mail at all, and until when nobody asks it again; null while it does. */
    sendFailingSince: time('send_failing_since'),
    sendPausedUntil: time('send_paused_until'),
    /** Since when its server takes mail from its plain address alone, not from signed ones; null while it takes both. */
    refusesSignedSendersSince: time('refuses_signed_senders_since'),
    createdAt: time('created_at').notNull(),
  },
  table => [check('mailboxes_last_uid', sql`${table.lastUid} >= 0`)],
)
