import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  index,
  pgEnum,
  pgSequence,
  pgTable,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { time } from './columns.ts'
import { messages } from './messages.ts'
import { tickets } from './tickets.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/**
 * `message`: the text of one message and the names of its files. `head`: subject, number and customer of a ticket.
 * `staff`: what only staff may know of it: tags, people in copy.
 */
export const searchPartEnum = pgEnum('search_part', ['message', 'head', 'staff'])

/** Numbers the rows by when they were made, so that a search begins with the newest (ADR 0027). */
export const searchRowNumbers = pgSequence('search_rows_n_seq')

/** The words of tickets, for search alone: derived from messages and tickets, and made again from them at any time. */
export const searchRows = pgTable(
  'search_rows',
  {
    n: bigint('n', { mode: 'number' }).primaryKey(),
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').references(() => messages.id, { onDelete: 'cascade' }),
    part: searchPartEnum('part').notNull(),
    /** May the ticket's customer read it? What is false never serves a customer's search. */
    isPublic: boolean('is_public').notNull(),
    /** Words with positions, and the blocks of `n` that the row is in (`search/blocks.ts` of core). */
    vector: tsvector('vector').notNull(),
    /** When it was written. */
    at: time('at').notNull(),
  },
  table => [
    unique('search_rows_by_message').on(table.messageId),
    uniqueIndex('search_rows_by_part').on(table.ticketId, table.part).where(sql`message_id is null`),
    // does a ticket have a word
    index('search_rows_by_ticket_idx').on(table.ticketId),
    // which rows have a word; what waits to be sorted in is read by every search, so it is little
    index('search_rows_vector_idx').using('gin', table.vector).with({ fastupdate: true, gin_pending_list_limit: 256 }),
  ],
)
