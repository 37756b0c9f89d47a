import type { Db } from '@gotrs/db/client'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { type SQL, sql } from 'drizzle-orm'
import { preparedSql } from '../kernel/prepared.ts'
import { processId } from '../kernel/process-id.ts'
import type { StoredSmtp } from '../mailboxes/accounts.ts'
import { dueMailsInSql } from './due-mails.ts'

type Row = typeof outboundMails.$inferSelect

/** A mail this process alone may send until the lease ends. */
export type ClaimedMail = Pick<
  Row,
  | 'id'
  | 'purpose'
  | 'ticketId'
  | 'messageId'
  | 'mailboxId'
  | 'rfcMessageId'
  | 'blobKey'
  | 'envelopeFrom'
  | 'replyName'
  | 'isSecret'
  | 'status'
  | 'attempts'
  | 'firstTriedAt'
  | 'createdAt'
> & {
  /** Recipients that have neither received nor finally rejected it, as many as the quota of the mailbox allows. */
  waitingFor: WaitingRecipient[]
  /** The quota does not allow the others: they wait for the next hour. */
  hasMore: boolean
  /** The account of its mailbox. */
  smtp: StoredSmtp
  /** Since when the server of the mailbox rejects signed senders. */
  refusesSignedSendersSince: Date | null
}

/** `place`: in the order in which they are sent to. */
export type WaitingRecipient = { address: string; replyAddress: string | null; place: number }

/** Longer than a try can take. */
export const leaseMs = 10 * 60_000

type Claimed = Omit<ClaimedMail, 'hasMore' | 'smtp'> & StoredSmtp

const waiting = sql`(select coalesce(json_agg(json_build_object('address', one.address, 'replyAddress', one.reply_address,
    'place', one.place) order by one.updated_at, one.place), '[]')
  from (select ${outboundRecipients.address}, ${outboundRecipients.replyAddress}, ${outboundRecipients.updatedAt},
      row_number() over (order by ${outboundRecipients.kind}, ${outboundRecipients.address}) as place
    from ${outboundRecipients}
    where ${outboundRecipients.mailId} = mail.id and ${outboundRecipients.status} in ('queued', 'unknown')) one)`

/** Leases the mails that `due` selects, and reads what it takes to send them. `due` may have locked them. */
const claimed = (due: SQL) => sql`
  due as materialized (${due}),
  mail as (
    update ${outboundMails} mail set
      leased_until = ${sql.placeholder('leasedUntil')}::timestamptz, leased_by = ${sql.placeholder('leasedBy')},
      attempts = mail.attempts + 1, first_tried_at = coalesce(mail.first_tried_at, ${sql.placeholder('now')}::timestamptz),
      status = case when mail.leased_until is null then mail.status else 'unknown' end
    from due where mail.id = due.id returning mail.*)`

const columns = sql`mail.id, mail.purpose, mail.ticket_id as "ticketId", mail.message_id as "messageId",
  mail.mailbox_id as "mailboxId", mail.rfc_message_id as "rfcMessageId", mail.blob_key as "blobKey",
  mail.envelope_from as "envelopeFrom", mail.reply_name as "replyName", mail.is_secret as "isSecret", mail.status, mail.attempts,
  mail.first_tried_at as "firstTriedAt", mail.created_at as "createdAt", ${waiting} as "waitingFor",
  box.smtp as account, box.smtp_password_encrypted as sealed,
  box.refuses_signed_senders_since as "refusesSignedSendersSince"`

const dueOnes = preparedSql<{ hasQuotas: boolean } & (Claimed | { id: null })>(
  'claim_due_mails',
  () => sql`
    with quota as (select from ${mailboxes} where hourly_limit is not null or send_failing_since is not null),
    ${claimed(dueMailsInSql(sql`not exists (select from quota)`))}
    select exists (select from quota) as "hasQuotas", ${columns}
    from (select 1) one left join mail on true left join ${mailboxes} box on box.id = mail.mailbox_id`,
)

const namedOnes = preparedSql<Claimed>(
  'claim_mails',
  () => sql`
    with ${claimed(sql`select unnest(${sql.placeholder('ids')}::uuid[]) as id`)}
    select ${columns} from mail join ${mailboxes} box on box.id = mail.mailbox_id`,
)

/** One statement. It takes nothing where a mailbox `hasQuotas`. */
export async function claimDue(db: Db, now: Date, limit: number) {
  const rows = await dueOnes.run(db, { ...leaseFrom(now), limit, quotas: '[]' })
  const hasQuotas = rows.some(row => row.hasQuotas)
  return { hasQuotas, mails: rows.flatMap(row => (row.id === null ? [] : [mailOf(row)])) }
}

/** Those mails, which the caller has locked. */
export const claimNamed = async (db: Db, now: Date, ids: string[]): Promise<ClaimedMail[]> =>
  (await namedOnes.run(db, { ...leaseFrom(now), ids })).map(mailOf)

const leaseFrom = (now: Date) => ({ now, leasedUntil: new Date(now.getTime() + leaseMs), leasedBy: processId })

const mailOf = ({ account, sealed, ...mail }: Claimed): ClaimedMail => ({
  ...mail,
  hasMore: false,
  smtp: { account, sealed },
})
