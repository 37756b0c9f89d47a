import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { primaryId, time } from './columns.ts'
import { mailboxes, olderMailEnum } from './mailboxes.ts'
import { tickets } from './tickets.ts'

export const mailSourceEnum = pgEnum('mail_source', ['imap', 'smtp', 'lmtp', 'pipe'])
export const inboundStateEnum = pgEnum('inbound_state', ['received', 'done', 'quarantined'])
export const inboundOutcomeEnum = pgEnum('inbound_outcome', [
  'created',
  'appended',
  'bounce',
  'auto_reply',
  'loop',
  'duplicate',
  'rejected',
  'quarantined',
  'held',
])

/** How far the sender of a mail can be trusted: the desk computes it once, when it reads the mail. */
export const senderVerdictEnum = pgEnum('sender_verdict', ['authenticated', 'unknown', 'contradicted'])

/** The ledger of mail in: the bytes are on disk and the row is committed before anything else is done with a mail. */
export const inboundMails = pgTable(
  'inbound_mails',
  {
    id: primaryId(),
    mailboxId: uuid('mailbox_id')
      .notNull()
      .references(() => mailboxes.id),
    source: mailSourceEnum('source').notNull(),
    uidValidity: bigint('uid_validity', { mode: 'bigint' }),
    uid: bigint('uid', { mode: 'number' }),
    /** From the header, or derived from the hash without one. */
    rfcMessageId: text('rfc_message_id').notNull(),
    /** The Message-IDs that it answers or refers to, oldest first: by them the mails of a conversation find each other. */
    threadIds: text('thread_ids').array().notNull().default([]),
    /** When it was written, as its header says, and when its server took it in (IMAP's INTERNALDATE); null: unknown. */
    writtenAt: time('written_at'),
    arrivedAt: time('arrived_at'),
    /** What the mailbox asked for when old mail was taken in: open or closed tickets. Null for new mail. */
    older: olderMailEnum('older'),
    sha256: text('sha256').notNull(),
    size: integer('size').notNull(),
    /** Null once the bytes have outlived the retention of the settings. */
    blobKey: text('blob_key'),
    /** As the header says; read again when the mail is. */
    fromAddress: text('from_address').notNull().default(''),
    fromName: text('from_name').notNull().default(''),
    subject: text('subject').notNull().default(''),
    envelopeFrom: text('envelope_from'),
    envelopeTo: text('envelope_to').array().notNull().default([]),
    /** The address of the SMTP client and the name it gave in EHLO, for SPF (RFC 7208); null for IMAP and the pipe. */
    clientAddress: text('client_address'),
    clientName: text('client_name'),
    /** Null until the mail has been read. */
    senderVerdict: senderVerdictEnum('sender_verdict'),
    /** Why the verdict is what it is, in a sentence for staff. */
    verdictReason: text('verdict_reason'),
    /** The results of DKIM, SPF, DMARC and ARC that the verdict was made from. */
    authentication: jsonb('authentication').$type<Record<string, unknown>>(),
    state: inboundStateEnum('state').notNull().default('received'),
    outcome: inboundOutcomeEnum('outcome'),
    /** Why it is not a person's own words; `no` where it is. */
    automaticKind: text('automatic_kind'),
    /** A sentence on the outcome, and the rule that decided the ticket. */
    reason: text('reason'),
    rule: text('rule'),
    ticketId: uuid('ticket_id').references(() => tickets.id, { onDelete: 'set null' }),
    parserVersion: integer('parser_version'),
    attempts: integer('attempts').notNull().default(0),
    receivedAt: time('received_at').notNull(),
    processedAt: time('processed_at'),
  },
  table => [
    unique('inbound_mails_by_uid').on(table.mailboxId, table.uidValidity, table.uid),
    unique('inbound_mails_by_content').on(table.mailboxId, table.rfcMessageId, table.sha256),
    check('inbound_mails_outcome', sql`(${table.state} = 'received') = (${table.outcome} is null)`),
    // the same mail to two mailboxes
    index('inbound_mails_by_message_id_idx').on(table.rfcMessageId),
    // the mails of a conversation, in whatever order they come
    index('inbound_mails_by_thread_idx').using('gin', table.threadIds),
    // the ledger, newest first, and what waits
    index('inbound_mails_by_time_idx').on(table.receivedAt, table.id),
    index('inbound_mails_waiting_idx').on(table.receivedAt).where(sql`state = 'received'`),
    index('inbound_mails_quarantined_idx').on(table.receivedAt, table.id).where(sql`state = 'quarantined'`),
    index('inbound_mails_by_mailbox_idx').on(table.mailboxId, table.receivedAt, table.id),
    index('inbound_mails_by_outcome_idx').on(table.outcome, table.receivedAt, table.id),
    // where a ticket's mails came in
    index('inbound_mails_by_ticket_idx').on(table.ticketId),
    // bytes that have outlived the retention
    index('inbound_mails_raw_idx').on(table.processedAt).where(sql`blob_key is not null and state = 'done'`),
    // the search of the ledger
    index('inbound_mails_search_idx').using(
      'gin',
      sql`lower(${table.fromAddress} || ' ' || ${table.fromName} || ' ' || ${table.subject} || ' ' || ${table.rfcMessageId}) gin_trgm_ops`,
    ),
  ],
)
