import type { Db } from '@gotrs/db/client'
import { type SQL, sql } from 'drizzle-orm'

/**
 * Of recipients, as providers count: each one is a mail of its own on the line. `inHand`: of a mail that a sender holds, all
 * who still wait. `perhapsSent`: the line broke after the text, and it is not yet tried again.
 */
export type HourlyUsage = { sent: number; inHand: number; perhapsSent: number }

const hourMs = 60 * 60_000

/** How many a mail went to since then; who has failed counts too, since a bounce must not make room. */
export const sentSince = (mailboxId: SQL, since: SQL) => sql<number>`(
  select count(*)::integer from outbound_mails mail join outbound_recipients recipient on recipient.mail_id = mail.id
  where mail.mailbox_id = ${mailboxId} and mail.sent_at > ${since}
    and recipient.status in ('sent', 'failed') and recipient.updated_at > ${since})`

/** What left in the last hour, is in the hands of a sender, or may have left a moment ago. */
export async function hourlyUsage(db: Db, mailboxIds: string[], now: Date): Promise<Map<string, HourlyUsage>> {
  if (mailboxIds.length === 0) return new Map()
  const at = sql`${now.toISOString()}::timestamptz`
  const since = sql`${new Date(now.getTime() - hourMs).toISOString()}::timestamptz`
  const { rows } = await db.execute<{ id: string } & HourlyUsage>(sql`
    select box.id, ${sentSince(sql`box.id`, since)} as sent, held."inHand", held."perhapsSent"
    from unnest(${sql.param(mailboxIds)}::uuid[]) as box(id)
    cross join lateral (
      select count(*) filter (where mail.leased_until > ${at})::integer as "inHand",
        count(*) filter (where mail.leased_until is null and mail.next_attempt_at > ${at}
          and recipient.status = 'unknown')::integer as "perhapsSent"
      from outbound_mails mail join outbound_recipients recipient on recipient.mail_id = mail.id
      where mail.mailbox_id = box.id and (mail.leased_until is not null or mail.status = 'unknown')
        and recipient.status in ('queued', 'unknown')) as held`)
  return new Map(rows.map(({ id, ...used }) => [id, used]))
}
