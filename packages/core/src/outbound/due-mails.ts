import { type SQL, sql } from 'drizzle-orm'
import type { SendingQuota } from './sending-quota.ts'

/** An earlier mail of the same ticket goes first, unless it has been stuck for so long. */
const orderKeptMs = 60 * 60_000

/**
 * The mails that are due, locked: of each mailbox no more than it has room for if each goes to one person, answers by people before automatic
 * mail. One that has failed or was cancelled waits no more, and holds nobody up; nor does automatic mail that waits for
 * the hourly limit, or that a server has put off, hold up an answer.
 */
export function dueMails(now: Date, limit: number, rooms: readonly SendingQuota[]): SQL {
  const at = sql`${now.toISOString()}::timestamptz`
  const since = sql`${new Date(now.getTime() - orderKeptMs).toISOString()}::timestamptz`
  const bound = JSON.stringify(rooms.map(it => ({ id: it.mailboxId, room: Math.min(it.mails, limit) })))
  return sql`
    select mail.id, box.id as "mailboxId" from mailboxes box
    left join json_to_recordset(${bound}::json) as bound(id uuid, room integer) on bound.id = box.id
    cross join lateral (
      select due.id, due.purpose, due.next_attempt_at from outbound_mails due
      where due.mailbox_id = box.id
        and due.next_attempt_at <= ${at}
        and (due.leased_until is null or due.leased_until <= ${at})
        and not exists (
          select 1 from outbound_mails earlier
          where earlier.ticket_id = due.ticket_id
            and earlier.next_attempt_at is not null
            and earlier.created_at > ${since}
            and (earlier.created_at, earlier.id) < (due.created_at, due.id)
            and (due.purpose <> 'reply' or earlier.purpose = 'reply'
              or (box.hourly_limit is null and earlier.attempts = 0)))
      order by (due.purpose <> 'reply'), due.next_attempt_at, due.id
      limit coalesce(bound.room, ${limit}::integer)
      for update skip locked) as mail
    order by (mail.purpose <> 'reply'), mail.next_attempt_at, mail.id
    limit ${limit}`
}
