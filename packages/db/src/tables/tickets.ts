import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { citext, primaryId, time } from './columns.ts'
import { organisations, queues, users } from './people.ts'

export const ticketStatusEnum = pgEnum('ticket_status', ['new', 'open', 'resolved', 'closed'])
/** Declared from least to most urgent: the order of the enum is the order of the list. */
export const ticketPriorityEnum = pgEnum('ticket_priority', ['low', 'normal', 'high', 'urgent'])
export const channelEnum = pgEnum('channel', ['email', 'web', 'api', 'phone'])
export const linkKindEnum = pgEnum('link_kind', ['follow_up', 'follows', 'suggested', 'same_mail'])

/** As `is:open` of the filter language says it for staff: the planner compares the two. */
const isOpen = sql`status in ('new', 'open') and snoozed_until is null`
const isUntaken = sql`status in ('new', 'open') and snoozed_until is null and assignee_id is null`

export const tickets = pgTable(
  'tickets',
  {
    id: primaryId(),
    number: integer('number').notNull().unique().generatedAlwaysAsIdentity({ startWith: 1001 }),
    title: text('title').notNull(),
    /** Before it was last changed, so that the change can be undone: events hold no text that a person wrote. */
    previousTitle: text('previous_title'),
    status: ticketStatusEnum('status').notNull().default('new'),
    priority: ticketPriorityEnum('priority').notNull().default('normal'),
    channel: channelEnum('channel').notNull(),
    queueId: uuid('queue_id')
      .notNull()
      .references(() => queues.id),
    assigneeId: uuid('assignee_id').references(() => users.id),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => users.id),
    organisationId: uuid('organisation_id').references(() => organisations.id, { onDelete: 'set null' }),
    /** Goes up by one with every verb; the check of optimistic concurrency. */
    version: integer('version').notNull().default(1),
    createdAt: time('created_at').notNull(),
    /** Moves only with what the customer can see. */
    updatedAt: time('updated_at').notNull(),
    /** Since when the customer waits for an answer. */
    waitingSince: time('waiting_since'),
    lastCustomerMessageAt: time('last_customer_message_at'),
    lastMessageAt: time('last_message_at'),
    lastMessagePreview: text('last_message_preview'),
    lastMessageAuthorId: uuid('last_message_author_id').references(() => users.id),
    /** Until when staff have put it aside: it is not in their open lists. Null unless it is new or open. */
    snoozedUntil: time('snoozed_until'),
    resolvedAt: time('resolved_at'),
    closedAt: time('closed_at'),
    /** Created by a mail with evidence against its sender: the customer sees it once staff have accepted the mail. */
    isHeld: boolean('is_held').notNull().default(false),
    /** How many messages of kind `held` wait for a decision by staff, and when the last of them came. */
    heldCount: integer('held_count').notNull().default(0),
    lastHeldAt: time('last_held_at'),
    /** Which header of its first mail says that it is spam; null where none does. It is marked, never hidden. */
    spamReason: text('spam_reason'),
  },
  table => {
    const waiting = sql`coalesce(${table.waitingSince}, 'infinity'::timestamptz)`
    return [
      check('tickets_resolved_at', sql`(${table.status} <> 'resolved') or ${table.resolvedAt} is not null`),
      check('tickets_closed_at', sql`(${table.status} = 'closed') = (${table.closedAt} is not null)`),
      check('tickets_title', sql`length(${table.title}) between 1 and 250`),
      // time ranges of the filter language
      // … and views.days, which reads who may see a ticket from the index as well
      index('tickets_by_created_idx').on(table.createdAt, table.queueId, table.assigneeId),
      index('tickets_by_updated_idx').on(table.updatedAt),
      index('tickets_waiting_idx').on(table.waitingSince).where(sql`waiting_since is not null`),
      index('tickets_resolved_at_idx')
        .on(table.resolvedAt, table.queueId, table.assigneeId)
        .where(sql`resolved_at is not null`),
      index('tickets_closed_at_idx').on(table.closedAt).where(sql`closed_at is not null`),
      // tickets.list by queue and status, in each order
      index('tickets_in_queue_by_waiting_idx').on(table.queueId, table.status, waiting, table.id),
      index('tickets_in_queue_by_created_idx').on(table.queueId, table.status, table.createdAt, table.id),
      index('tickets_in_queue_by_updated_idx').on(table.queueId, table.status, table.updatedAt, table.id),
      index('tickets_in_queue_by_priority_idx').on(table.queueId, table.status, table.priority, table.id),
      // the open tickets of a queue, and those that nobody has taken, in each order; views.counts
      index('tickets_open_by_waiting_idx').on(table.queueId, waiting, table.id).where(isOpen),
      index('tickets_open_by_created_idx').on(table.queueId, table.createdAt, table.id).where(isOpen),
      index('tickets_open_by_updated_idx').on(table.queueId, table.updatedAt, table.id).where(isOpen),
      index('tickets_open_by_priority_idx').on(table.queueId, table.priority, table.id).where(isOpen),
      index('tickets_untaken_by_waiting_idx').on(table.queueId, waiting, table.id).where(isUntaken),
      index('tickets_untaken_by_created_idx').on(table.queueId, table.createdAt, table.id).where(isUntaken),
      index('tickets_untaken_by_updated_idx').on(table.queueId, table.updatedAt, table.id).where(isUntaken),
      index('tickets_untaken_by_priority_idx').on(table.queueId, table.priority, table.id).where(isUntaken),
      // the tickets of an agent
      index('tickets_by_assignee_idx')
        .on(table.assigneeId, table.status, table.queueId)
        .where(sql`assignee_id is not null`),
      // the portal's list, and a customer's other tickets
      index('tickets_by_customer_idx').on(table.customerId, table.updatedAt, table.id),
      index('tickets_by_organisation_idx').on(table.organisationId, table.updatedAt, table.id),
      // the view of tickets with held mail
      index('tickets_held_idx').on(table.lastHeldAt, table.id).where(sql`held_count > 0`),
      // waking snoozed tickets by the clock, and the view of them
      index('tickets_snoozed_idx').on(table.snoozedUntil, table.id).where(sql`snoozed_until is not null`),
      // closing resolved tickets by the clock
      index('tickets_resolved_idx').on(table.resolvedAt).where(sql`status = 'resolved'`),
    ]
  },
)

export const tags = pgTable('tags', { id: primaryId(), name: citext('name').notNull().unique() })

export const ticketTags = pgTable(
  'ticket_tags',
  {
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    tagId: uuid('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
  },
  table => [
    primaryKey({ columns: [table.ticketId, table.tagId] }),
    index('ticket_tags_by_tag_idx').on(table.tagId, table.ticketId),
  ],
)

/** People in copy of a ticket besides its customer: they get the answers by mail, and may write to it. */
export const ticketParticipants = pgTable(
  'ticket_participants',
  {
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  table => [
    primaryKey({ columns: [table.ticketId, table.userId] }),
    // in which tickets a person is in copy
    index('ticket_participants_by_user_idx').on(table.userId),
  ],
)

/** Staff who want the news of a ticket that is not theirs. It gives no rights: who may no longer read it gets no news. */
export const ticketFollowers = pgTable(
  'ticket_followers',
  {
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    since: time('since').notNull(),
  },
  table => [
    primaryKey({ columns: [table.ticketId, table.userId] }),
    // follower: of the filter language
    index('ticket_followers_by_user_idx').on(table.userId, table.ticketId),
  ],
)

/** Whom staff took out of copy: they no longer answer by mail, whatever they wrote or were sent before. */
export const removedParticipants = pgTable(
  'removed_participants',
  {
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  table => [primaryKey({ columns: [table.ticketId, table.userId] })],
)

export const ticketLinks = pgTable(
  'ticket_links',
  {
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    linkedTicketId: uuid('linked_ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    kind: linkKindEnum('kind').notNull(),
  },
  table => [
    primaryKey({ columns: [table.ticketId, table.linkedTicketId, table.kind] }),
    check('ticket_links_not_itself', sql`${table.ticketId} <> ${table.linkedTicketId}`),
  ],
)

/** When a staff member last had the ticket open; unread is what the customer wrote after that. */
export const ticketReads = pgTable(
  'ticket_reads',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    readAt: time('read_at').notNull(),
  },
  table => [primaryKey({ columns: [table.ticketId, table.userId] })],
)
