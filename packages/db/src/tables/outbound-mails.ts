import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { citext, primaryId, time } from './columns.ts'
import { mailboxes } from './mailboxes.ts'
import { messages } from './messages.ts'
import { tickets } from './tickets.ts'

export const outboundPurposeEnum = pgEnum('outbound_purpose', [
  'reply',
  'acknowledgement',
  'notification',
  'verify_email',
  'account_exists',
  'password_reset',
  'account_notice',
])
export const deliveryStatusEnum = pgEnum('delivery_status', [
  'queued',
  'sent',
  'caught',
  'failed',
  'unknown',
  'cancelled',
])

/** The outbox: Message-ID and bytes (in the blob store) are fixed before the first try. */
export const outboundMails = pgTable(
  'outbound_mails',
  {
    id: primaryId(),
    purpose: outboundPurposeEnum('purpose').notNull(),
    ticketId: uuid('ticket_id').references(() => tickets.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').references(() => messages.id, { onDelete: 'cascade' }),
    mailboxId: uuid('mailbox_id')
      .notNull()
      .references(() => mailboxes.id),
    rfcMessageId: text('rfc_message_id').notNull().unique(),
    /** Makes a reaction that runs twice write one mail. */
    dedupeKey: text('dedupe_key').notNull().unique(),
    fromAddress: text('from_address').notNull(),
    subject: text('subject').notNull(),
    /** The readable body, for the outbox page; null once the text of a secret mail was deleted. */
    text: text('text'),
    /** Null once the text of a secret mail was deleted. */
    blobKey: text('blob_key'),
    /** Empty for `<>` (automatic mail, RFC 3834). Otherwise each recipient's reply address is the envelope sender. */
    envelopeFrom: text('envelope_from').notNull(),
    /** The name beside each recipient's own reply address. */
    replyName: text('reply_name').notNull().default(''),
    /** Contains a login or reset link: its text is deleted after it was sent. */
    isSecret: boolean('is_secret').notNull().default(false),
    status: deliveryStatusEnum('status').notNull().default('queued'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: time('next_attempt_at'),
    leasedUntil: time('leased_until'),
    /** The process that has claimed it. When that process ends, others release its claims. */
    leasedBy: text('leased_by'),
    /** From here the 48 hours count; null again when somebody tries it once more. */
    firstTriedAt: time('first_tried_at'),
    createdAt: time('created_at').notNull(),
    /** When a server last took it. */
    sentAt: time('sent_at'),
  },
  table => [
    check(
      'outbound_mails_next',
      sql`(${table.status} in ('queued', 'unknown')) = (${table.nextAttemptAt} is not null)`,
    ),
    // the sender's claim: of each mailbox what is due, answers by people first
    index('outbound_mails_due_idx')
      .on(table.mailboxId, sql`(${table.purpose} <> 'reply')`, table.nextAttemptAt, table.id)
      .where(sql`next_attempt_at is not null`),
    // what is in the hands of a sender, or may have left: both count against the hourly limit
    index('outbound_mails_in_hand_idx').on(table.mailboxId).where(sql`leased_until is not null or status = 'unknown'`),
    index('outbound_mails_by_ticket_idx').on(table.ticketId, table.id),
    // delivery state of messages
    index('outbound_mails_by_message_idx').on(table.messageId),
    // the hourly limit of a mailbox
    index('outbound_mails_sent_idx').on(table.mailboxId, table.sentAt).where(sql`sent_at is not null`),
    // the outbox page
    index('outbound_mails_by_time_idx').on(table.createdAt, table.id),
  ],
)

export const recipientKindEnum = pgEnum('recipient_kind', ['to', 'cc', 'bcc'])

export const outboundRecipients = pgTable(
  'outbound_recipients',
  {
    mailId: uuid('mail_id')
      .notNull()
      .references(() => outboundMails.id, { onDelete: 'cascade' }),
    address: citext('address').notNull(),
    /** The address as limits count it: without plus tag, dots where the provider ignores them, IDN in ASCII. */
    normalAddress: text('normal_address').notNull().default(''),
    /** The signed reply address of this recipient, also its envelope sender (VERP); null where the mail has none. */
    replyAddress: text('reply_address'),
    kind: recipientKindEnum('kind').notNull(),
    status: deliveryStatusEnum('status').notNull().default('queued'),
    /** The server's own words. */
    response: text('response'),
    updatedAt: time('updated_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.mailId, table.address] }),
    // to whom a reply address was given
    index('outbound_recipients_by_reply_address_idx').on(sql`lower(${table.replyAddress})`),
    // automatic mail per person, whatever spelling of the address
    index('outbound_recipients_by_normal_address_idx').on(table.normalAddress, table.updatedAt),
  ],
)
