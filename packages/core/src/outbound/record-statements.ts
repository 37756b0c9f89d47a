import type { Db } from '@gotrs/db/client'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { type SQL, sql } from 'drizzle-orm'
import type { ConditionalChange, LastChange } from '../kernel/last-change.ts'
import { preparedSql } from '../kernel/prepared.ts'
import type { ClaimedMail } from './claimed-mail.ts'

type Status = typeof outboundRecipients.$inferSelect.status

/** A mail whose attempt is over, and its recipients, all locked. */
export type AttemptedMail = {
  attempts: number
  /** Null where it is about no ticket. */
  ticketVersion: number | null
  recipients: { address: string; status: Status }[]
}

/**
 * Locks the recipients first and the mail after them, in the order of all who change both (`lockMail`). It begins as a
 * select, so that it is sent together with the beginning of the transaction.
 */
const lockAttempted = preparedSql<AttemptedMail>(
  'lock_attempted_mail',
  () => sql`
    select * from (with recipient as materialized (
      select ${outboundRecipients.address}, ${outboundRecipients.status} from ${outboundRecipients}
      where ${outboundRecipients.mailId} = ${sql.placeholder('id')}
      order by ${outboundRecipients.address} for update)
    select mail.attempts, (select ${tickets.version} from ${tickets} where ${tickets.id} = mail.ticket_id) as "ticketVersion",
      (select coalesce(json_agg(recipient), '[]') from recipient) as recipients
    from ${outboundMails} mail
    where mail.id = ${sql.placeholder('id')} and (select count(*) from recipient) >= 0
    for update of mail) locked`,
)

export const lockAttemptedMail = async (db: Db, id: string): Promise<AttemptedMail | null> =>
  (await lockAttempted.run(db, { id }))[0] ?? null

export type StoredResult = { address: string; status: Status; response: string | null }

export type Attempt = {
  results: StoredResult[]
  /** Null while the same sender continues. */
  settled: Status | null
  leasedUntil: Date | null
  nextAttemptAt: Date | null
  /** The server took the mail for somebody. */
  isTaken: boolean
  hasAnswered: boolean
  /** Text and bytes of a secret mail are deleted. */
  isGone: boolean
}

const now = sql`${sql.placeholder('now')}::timestamptz`
const isTaken = sql`${sql.placeholder('isTaken')}::boolean`
const settled = sql`${sql.placeholder('settled')}::delivery_status`
const isGone = sql`${sql.placeholder('isGone')}::boolean`
/** The time of the last accepted mail is written no more often than this, because all mail-workers write to the same row. */
const recordedEvery = sql`interval '1 minute'`

/** A list for `with`. */
const storing = (condition: SQL) => sql`
    stored_recipient as (
      update ${outboundRecipients} recipient set status = result.status, response = result.response, updated_at = ${now}
      from json_to_recordset(${sql.placeholder('results')}::json) as result(address citext, status delivery_status, response text)
      where recipient.mail_id = ${sql.placeholder('id')} and recipient.address = result.address and ${condition}
    ), stored_box as (
      update ${mailboxes} box set send_failing_since = null, send_paused_until = null, last_send_error = null,
        last_send_error_at = null, last_sent_at = case when ${isTaken} then ${now} else box.last_sent_at end
      where box.id = ${sql.placeholder('mailboxId')} and ${sql.placeholder('hasAnswered')}::boolean and ${condition}
        and (box.send_failing_since is not null
          or (${isTaken} and (box.last_sent_at is null or box.last_sent_at < ${now} - ${recordedEvery})))
    ), stored_mail as (
    update ${outboundMails} mail set
      status = coalesce(${settled}, mail.status),
      leased_until = ${sql.placeholder('leasedUntil')},
      next_attempt_at = case when ${settled} is null then mail.next_attempt_at
        else ${sql.placeholder('nextAttemptAt')}::timestamptz end,
      sent_at = case when ${isTaken} then ${now} else mail.sent_at end,
      text = case when ${isGone} then null else mail.text end,
      blob_key = case when ${isGone} then null else mail.blob_key end
    where mail.id = ${sql.placeholder('id')} and ${condition})`

const valuesOf = ({ id, mailboxId }: ClaimedMail, at: Date, { results, ...attempt }: Attempt) => ({
  ...attempt,
  id,
  mailboxId,
  now: at,
  results: JSON.stringify(results),
})

export const storeAttempt = (mail: ClaimedMail, at: Date, attempt: Attempt): LastChange => ({
  name: 'store_attempt',
  ctes: storing(sql`true`),
  values: valuesOf(mail, at, attempt),
})

// As in `lockAttempted`, the recipients first.
const lockingUnchanged = sql`
  recipient as materialized (
    select ${outboundRecipients.address}, ${outboundRecipients.status} from ${outboundRecipients}
    where ${outboundRecipients.mailId} = ${sql.placeholder('id')}
    order by ${outboundRecipients.address} for update
  ), unchanged as materialized (
    select (select ${tickets.version} from ${tickets} where ${tickets.id} = mail.ticket_id) as ticket_version
    from ${outboundMails} mail
    where mail.id = ${sql.placeholder('id')} and mail.attempts = ${sql.placeholder('attempts')}::integer
      and not exists (select from recipient where status not in ('queued', 'unknown')
        or not address = any(${sql.placeholder('addresses')}::citext[]))
    for update of mail)`

/** The same in one statement, where the sender still holds the mail, and all of its recipients still wait for this attempt. */
export const storeWholeAttempt = (mail: ClaimedMail, at: Date, attempt: Attempt): ConditionalChange => ({
  name: 'store_whole_attempt',
  ctes: sql`${lockingUnchanged}, ${storing(sql`exists (select from unchanged)`)}`,
  happens: sql`exists (select from unchanged)`,
  ticketVersion: sql`(select ticket_version from unchanged)`,
  values: {
    ...valuesOf(mail, at, attempt),
    attempts: mail.attempts,
    addresses: attempt.results.map(it => it.address),
  },
})
