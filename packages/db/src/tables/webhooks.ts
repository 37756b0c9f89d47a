import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, primaryId, time } from './columns.ts'
import { users } from './people.ts'

/** Subscriptions to events, over HTTP. */
export const webhooks = pgTable('webhooks', {
  id: primaryId(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  /** AES-256-GCM under SECRET_KEY; shown once, when it is made. */
  secret: bytes('secret_encrypted').notNull(),
  /** The one before, which signs as well until its time is over. */
  oldSecret: bytes('old_secret_encrypted'),
  oldSecretUntil: time('old_secret_until'),
  eventTypes: text('event_types').array().notNull(),
  isActive: boolean('is_active').notNull().default(true),
  /** Since when every try has failed; null where the last one did not. */
  failingSince: time('failing_since'),
  lastFailedAt: time('last_failed_at'),
  /** When and why the desk switched it off by itself; null where it did not, or an admin has switched it on since. */
  switchedOffAt: time('switched_off_at'),
  switchedOffReason: text('switched_off_reason').$type<'gone' | 'failing'>(),
  createdById: uuid('created_by_id').references(() => users.id, { onDelete: 'set null' }),
  createdAt: time('created_at').notNull(),
})

export const webhookStatusEnum = pgEnum('webhook_status', ['waiting', 'delivered', 'failed'])

/** The deliveries: waiting, delivered or failed. The payload is fixed before the first attempt. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: primaryId(),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    eventId: uuid('event_id').notNull(),
    eventType: text('event_type').notNull(),
    payload: jsonb('payload').notNull(),
    status: webhookStatusEnum('status').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: time('next_attempt_at'),
    leasedUntil: time('leased_until'),
    /** Of the last try: the HTTP status, or null where there was none; the answer's first bytes, or what went wrong. */
    responseStatus: integer('response_status'),
    response: text('response'),
    createdAt: time('created_at').notNull(),
    deliveredAt: time('delivered_at'),
  },
  table => [
    unique('webhook_deliveries_once').on(table.webhookId, table.eventId),
    check('webhook_deliveries_next', sql`(${table.status} = 'waiting') = (${table.nextAttemptAt} is not null)`),
    // the next deliveries of a webhook, and those that are being sent: the time does not grow with how many wait
    index('webhook_deliveries_claim_idx')
      .on(table.webhookId, table.nextAttemptAt, table.id)
      .where(sql`next_attempt_at is not null`),
    index('webhook_deliveries_leased_idx').on(table.webhookId, table.leasedUntil).where(sql`leased_until is not null`),
    // the log, newest first, and what has expired
    index('webhook_deliveries_by_webhook_idx').on(table.webhookId, table.createdAt, table.id),
    index('webhook_deliveries_by_time_idx').on(table.createdAt),
  ],
)
