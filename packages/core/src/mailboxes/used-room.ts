import type { Db } from '@gotrs/db/client'
import { sql } from 'drizzle-orm'

/** `perhapsSent`: the line broke after the text, and it is not yet tried again. */
export type UsedRoom = { sent: number; inHand: number; perhapsSent: number }

const hourMs = 60 * 60_000

/** What left in the last hour, is in the hands of a sender, or may have left a moment ago. */
export async function usedRoom(db: Db, mailboxIds: string[], now: Date): Promise<Map<string, UsedRoom>> {
  if (mailboxIds.length === 0) return new Map()
  const at = sql`${now.toISOString()}::timestamptz`
  const since = sql`${new Date(now.getTime() - hourMs).toISOString()}::timestamptz`
  const { rows } = await db.execute<{ id: string } & UsedRoom>(sql`
    select box.id, sent.count as sent, held."inHand", held."perhapsSent" from unnest(${sql.param(mailboxIds)}::uuid[]) as box(id)
    cross join lateral (
      select count(*)::integer from outbound_mails mail where mail.mailbox_id = box.id and mail.sent_at > ${since}) as sent
    cross join lateral (
      select count(*) filter (where mail.leased_until > ${at})::integer as "inHand",
        count(*) filter (where mail.leased_until is null and mail.next_attempt_at > ${at})::integer as "perhapsSent"
      from outbound_mails mail
      where mail.mailbox_id = box.id and (mail.leased_until is not null or mail.status = 'unknown')) as held`)
  return new Map(rows.map(({ id, ...used }) => [id, used]))
}
