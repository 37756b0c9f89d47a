import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './columns.ts'
import { messageKindEnum } from './messages.ts'
import { users } from './people.ts'
import { ticketPriorityEnum, tickets } from './tickets.ts'

export const draftStateEnum = pgEnum('draft_state', ['open', 'sent', 'deleted'])

/** Which version of a draft it is, and who wrote it: two windows of one person must not overwrite each other. */
const versionColumns = {
  version: bigint('version', { mode: 'number' }).notNull().default(1),
  state: draftStateEnum('state').notNull().default('open'),
  /** The window that saved it last, as it named itself; null where the desk did. */
  writerId: uuid('writer_id'),
  /** Which of its saves it was: a later one may replace it without having seen it. */
  saveNumber: integer('save_number'),
  updatedAt: time('updated_at').notNull(),
}

/** What an agent is writing: one per agent and ticket. A sent or deleted one stays, empty, until it expires. */
export const drafts = pgTable(
  'drafts',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    kind: messageKindEnum('kind').notNull(),
    html: text('html').notNull(),
    to: text('to_addresses').array().notNull().default([]),
    cc: text('cc_addresses').array().notNull().default([]),
    bcc: text('bcc_addresses').array().notNull().default([]),
    attachmentIds: uuid('attachment_ids').array().notNull().default([]),
    ...versionColumns,
  },
  table => [
    primaryKey({ columns: [table.userId, table.ticketId] }),
    // those that are sent or deleted expire
    index('drafts_ended_idx').on(table.updatedAt).where(sql`state <> 'open'`),
  ],
)

/** What an agent has filled in of the form for a new ticket: one per agent. */
export const newTicketDrafts = pgTable('new_ticket_drafts', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** As it was typed: half an address is worth keeping too. */
  customer: text('customer').notNull().default(''),
  customerName: text('customer_name').notNull().default(''),
  title: text('title').notNull().default(''),
  text: text('text').notNull().default(''),
  /** Not a reference: a queue that is deleted is not offered any more. */
  queueId: uuid('queue_id'),
  priority: ticketPriorityEnum('priority').notNull().default('normal'),
  isMailed: boolean('is_mailed').notNull().default(false),
  ...versionColumns,
})
