import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { inboundMails, senderVerdictEnum } from './inbound-mails.ts'
import { users } from './people.ts'
import { channelEnum, tickets } from './tickets.ts'

type Invitation = {
  method: 'request' | 'cancel' | 'reply' | 'publish' | 'other'
  title: string
  /** ISO 8601 in UTC; of an event of whole days the dates alone. */
  startsAt: string | null
  endsAt: string | null
  isAllDay: boolean
  place: string
  organiser: string
}

export const encryptionEnum = pgEnum('mail_encryption', ['smime', 'pgp'])
export const messageKindEnum = pgEnum('message_kind', ['public', 'note', 'held'])

export const messages = pgTable(
  'messages',
  {
    id: primaryId(),
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    kind: messageKindEnum('kind').notNull(),
    channel: channelEnum('channel').notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    isFromStaff: boolean('is_from_staff').notNull(),
    /** The verdict on the sender of the mail it came in by; null where no mail was received. */
    senderVerdict: senderVerdictEnum('sender_verdict'),
    text: text('text').notNull(),
    html: text('html'),
    quotedText: text('quoted_text'),
    quotedHtml: text('quoted_html'),
    /** The version of the parser that made the body; the raw mail can be rendered again. Null where no mail was parsed. */
    parserVersion: integer('parser_version'),
    to: text('to_addresses').array().notNull().default([]),
    cc: text('cc_addresses').array().notNull().default([]),
    bcc: text('bcc_addresses').array().notNull().default([]),
    /** Where its sender wants answers to go (RFC 5322, section 3.6.2); empty: to the sender. */
    replyTo: text('reply_to_addresses').array().notNull().default([]),
    /** The event that the mail invites to (RFC 5545); null where it invites to none. */
    invitation: jsonb('invitation').$type<Invitation>(),
    /** How the mail is encrypted, so that nobody here can read it; null where it is not. */
    encryption: encryptionEnum('encryption'),
    /** The Message-ID on the wire, of the mail that came in or goes out (RFC 5322, section 3.6.4). */
    rfcMessageId: text('rfc_message_id'),
    inboundMailId: uuid('inbound_mail_id').references(() => inboundMails.id),
    threadingRule: text('threading_rule'),
    threadingReason: text('threading_reason'),
    suggestedTicketId: uuid('suggested_ticket_id').references(() => tickets.id, { onDelete: 'set null' }),
    /** The ticket that somebody moved it here from, and may move it back to. */
    movedFromTicketId: uuid('moved_from_ticket_id').references(() => tickets.id, { onDelete: 'set null' }),
    /** Its place in the conversation: when it was written, as far as that time can be trusted. */
    createdAt: time('created_at').notNull(),
  },
  table => [
    check('messages_note_is_staff', sql`${table.kind} <> 'note' or ${table.isFromStaff}`),
    // tickets.get, messages.list
    index('messages_by_ticket_idx').on(table.ticketId, table.createdAt, table.id),
    // threading by In-Reply-To and References
    index('messages_by_rfc_message_id_idx').on(table.rfcMessageId),
    // where an inbound mail ended
    index('messages_by_inbound_mail_idx').on(table.inboundMailId),
  ],
)

/** Colleagues whom a note mentions. */
export const messageMentions = pgTable(
  'message_mentions',
  {
    messageId: uuid('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  table => [
    primaryKey({ columns: [table.messageId, table.userId] }),
    // mentions: of the filter language
    index('message_mentions_by_user_idx').on(table.userId, table.messageId),
  ],
)

/** A file: of a message, or (message_id null) uploaded and not yet sent. */
export const attachments = pgTable(
  'attachments',
  {
    id: primaryId(),
    messageId: uuid('message_id').references(() => messages.id, { onDelete: 'cascade' }),
    uploaderId: uuid('uploader_id').references(() => users.id),
    filename: text('filename').notNull(),
    contentType: text('content_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    blobKey: text('blob_key').notNull(),
    contentId: text('content_id'),
    isInline: boolean('is_inline').notNull().default(false),
    createdAt: time('created_at').notNull(),
  },
  table => [
    check('attachments_owned', sql`${table.messageId} is not null or ${table.uploaderId} is not null`),
    check('attachments_size', sql`${table.size} >= 0`),
    index('attachments_by_message_idx').on(table.messageId),
    // uploads that were never sent expire; the quota of one uploader
    index('attachments_unsent_idx').on(table.uploaderId, table.createdAt).where(sql`message_id is null`),
  ],
)

/** The small picture of an attachment, since somebody first looked at it. `blob_key` is null where none can be made. */
export const thumbnails = pgTable('thumbnails', {
  attachmentId: uuid('attachment_id')
    .primaryKey()
    .references(() => attachments.id, { onDelete: 'cascade' }),
  blobKey: text('blob_key'),
  contentType: text('content_type'),
  createdAt: time('created_at').notNull(),
})
