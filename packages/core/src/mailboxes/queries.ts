import { DeskError } from '@gotrs/contract/errors'
import type { Mailbox } from '@gotrs/contract/mailboxes'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { queues } from '@gotrs/db/tables/people'
import { asc, eq, type SQL, sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { sentSince } from './hourly-usage.ts'
import { imapOf, smtpOf } from './stored-accounts.ts'

const maxMailboxes = 200
const hourMs = 60 * 60_000

/** At most 200, by name; passwords and tokens stay where they are. */
export function listMailboxes(reader: Reader): Promise<Mailbox[]> {
  requireGrant(reader, 'mailbox.list')
  return select(reader, sql`true`)
}

/** @throws DeskError `not_found` */
export async function readMailbox(reader: Reader, mailboxId: string): Promise<Mailbox> {
  requireGrant(reader, 'mailbox.list')
  const [found] = await select(reader, eq(mailboxes.id, mailboxId))
  if (!found) throw new DeskError('not_found', { noun: 'mailbox' })
  return found
}

/** One statement. What waits and what is kept back is counted by the partial indexes, what was sent mailbox by mailbox. */
async function select(reader: Reader, condition: SQL): Promise<Mailbox[]> {
  const anHourAgo = new Date(reader.now.getTime() - hourMs).toISOString()
  const rows = await reader.db
    .select({
      mailbox: mailboxes,
      queue: { id: queues.id, name: queues.name },
      sentLastHour: sentSince(sql`${mailboxes.id}`, sql`${anHourAgo}::timestamptz`),
      waiting: sql<number>`coalesce(waiting.count, 0)`,
      quarantined: sql<number>`coalesce(quarantined.count, 0)`,
      waitingToSend: waitsToBeSent,
    })
    .from(mailboxes)
    .innerJoin(queues, eq(queues.id, mailboxes.queueId))
    .leftJoin(sql`(${countsOf('received')}) waiting`, sql`waiting.mailbox_id = ${mailboxes.id}`)
    .leftJoin(sql`(${countsOf('quarantined')}) quarantined`, sql`quarantined.mailbox_id = ${mailboxes.id}`)
    .where(condition)
    .orderBy(asc(mailboxes.name))
    .limit(maxMailboxes)
  return rows.map(toMailbox)
}

/** The state is written out, so that the planner sees that the partial index holds it all. */
const countsOf = (state: 'received' | 'quarantined') =>
  sql`select mailbox_id, count(*)::int as count from ${inboundMails} where state = ${sql.raw(`'${state}'`)} group by mailbox_id`

/** By the index of the sender's claim. */
const waitsToBeSent = sql<number>`(select count(*)::int from ${outboundMails} o
  where o.mailbox_id = ${mailboxes.id} and o.next_attempt_at is not null)`

type Row = {
  mailbox: typeof mailboxes.$inferSelect
  queue: Mailbox['queue']
  sentLastHour: number
  waiting: number
  quarantined: number
  waitingToSend: number
}

function toMailbox({ mailbox, queue, sentLastHour, waiting, quarantined, waitingToSend }: Row): Mailbox {
  const { id, name, address, aliases, displayName, isActive, signature, hourlyLimit, authservId } = mailbox
  const { takesMailFrom, olderMail, acknowledges, spamFilters, refusesSignedSendersSince } = mailbox
  const [imap, smtp] = [imapOf(mailbox.imap), smtpOf(mailbox.smtp)]
  return {
    ...{ id, name, address, aliases, displayName, queue, isActive, signature, hourlyLimit, authservId },
    ...{ takesMailFrom: takesMailFrom.toISOString(), olderMail, acknowledges, spamFilters },
    imap: imap && { ...imap, hasPassword: mailbox.imapPassword !== null },
    smtp: smtp && { ...smtp, hasPassword: mailbox.smtpPassword !== null },
    oauth: mailbox.oauth && {
      ...mailbox.oauth,
      hasClientSecret: mailbox.oauthClientSecret !== null,
      isConnected: mailbox.oauthRefreshToken !== null,
      error: mailbox.oauthError,
    },
    state: {
      lastReadAt: mailbox.lastReadAt?.toISOString() ?? null,
      lastError: mailbox.lastError,
      lastErrorAt: mailbox.lastErrorAt?.toISOString() ?? null,
      lastSentAt: mailbox.lastSentAt?.toISOString() ?? null,
      lastSendError: mailbox.lastSendError,
      lastSendErrorAt: mailbox.lastSendErrorAt?.toISOString() ?? null,
      ...{ sentLastHour, waiting, quarantined, waitingToSend },
      refusesSignedSendersSince: refusesSignedSendersSince?.toISOString() ?? null,
    },
  }
}
