import type { Db } from '@gotrs/db/client'
import { type SQL, sql } from 'drizzle-orm'
import { preparedSql, unplanned } from '../kernel/prepared.ts'
import type { SendingQuota } from './sending-quota.ts'

/** An earlier mail of the same ticket goes first, unless it has been stuck for so long. */
const orderKept = sql`interval '1 hour'`

/** `waiting`: how many recipients it has still to go to. */
export type DueMail = { id: string; mailboxId: string; waiting: number }

/**
 * The mails that are due, locked: of each mailbox no more than it has room for if each goes to one person, answers by
 * people before automatic mail. One that has failed or was cancelled waits no more, and holds nobody up; nor does
 * automatic mail that waits for the hourly limit, or that a server has put off, hold up an answer.
 */
export function dueMailsInSql(condition: SQL): SQL {
  const now = unplanned('now', 'timestamptz')
  const limit = unplanned('limit', 'integer')
  return sql`
    select mail.id, box.id as "mailboxId" from mailboxes box
    left join json_to_recordset(${sql.placeholder('quotas')}::json) as quota_of(id uuid, room integer)
      on quota_of.id = box.id
    cross join lateral (
      select due.id, due.purpose, due.next_attempt_at from outbound_mails due
      where due.mailbox_id = box.id
        and due.next_attempt_at <= ${now}
        and (due.leased_until is null or due.leased_until <= ${now})
        and not exists (
          select 1 from outbound_mails earlier
          where earlier.ticket_id = due.ticket_id
            and earlier.next_attempt_at is not null
            and earlier.created_at > ${now} - ${orderKept}
            and (earlier.created_at, earlier.id) < (due.created_at, due.id)
            and (due.purpose <> 'reply' or earlier.purpose = 'reply'
              or (box.hourly_limit is null and earlier.attempts = 0)))
      order by (due.purpose <> 'reply'), due.next_attempt_at, due.id
      limit coalesce(quota_of.room, ${limit})
      for update skip locked) as mail
    where ${condition}
    order by (mail.purpose <> 'reply'), mail.next_attempt_at, mail.id
    limit ${limit}`
}

const withWaiting = preparedSql<DueMail>(
  'due_mails',
  () => sql`
    with due as materialized (${dueMailsInSql(sql`true`)})
    select due.*, (select count(*)::integer from outbound_recipients recipient
      where recipient.mail_id = due.id and recipient.status in ('queued', 'unknown')) as waiting
    from due`,
)

export function dueMails(db: Db, now: Date, limit: number, quotas: readonly SendingQuota[]): Promise<DueMail[]> {
  const rooms = quotas.map(it => ({ id: it.mailboxId, room: Math.min(it.mails, limit) }))
  return withWaiting.run(db, { now, limit, quotas: JSON.stringify(rooms) })
}
