import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { isNotNull, or, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { hourlyUsage } from '../mailboxes/hourly-usage.ts'

/** How many mails, and to how many recipients, a mailbox may send now, of those that may not send all there are. */
export type SendingQuota = { mailboxId: string; mails: number; recipients: number }

/**
 * Mailboxes with an hourly limit, and those whose server takes no mail at the moment: one mail at a time asks that
 * server again, once its pause is over. The lock, held until the claim is committed, keeps two senders from filling the
 * same room; who does not get it leaves the mailbox to the other one.
 */
export async function sendingQuotas(uow: UnitOfWork): Promise<SendingQuota[]> {
  const bound = await uow.db
    .select({
      mailboxId: mailboxes.id,
      hourlyLimit: mailboxes.hourlyLimit,
      isFailing: sql<boolean>`${mailboxes.sendFailingSince} is not null`,
      isPaused: sql<boolean>`coalesce(${mailboxes.sendPausedUntil} > ${uow.now.toISOString()}::timestamptz, false)`,
    })
    .from(mailboxes)
    .where(or(isNotNull(mailboxes.hourlyLimit), isNotNull(mailboxes.sendFailingSince)))
  const locked = await lock(
    uow,
    bound.filter(it => !it.isPaused).map(it => it.mailboxId),
  )
  // Counted after the lock: nobody else adds to it any more.
  const used = await hourlyUsage(uow.db, [...locked], uow.now)
  return bound.map(({ mailboxId, hourlyLimit, isFailing }) => {
    const { sent, inHand, perhapsSent } = used.get(mailboxId) ?? { sent: 0, inHand: 0, perhapsSent: 0 }
    const ofLimit = hourlyLimit === null ? Number.POSITIVE_INFINITY : hourlyLimit - sent - inHand - perhapsSent
    const recipients = locked.has(mailboxId) ? Math.max(0, ofLimit) : 0
    const mails = isFailing ? Math.max(0, 1 - inHand) : Number.POSITIVE_INFINITY
    return { mailboxId, mails: Math.min(mails, recipients), recipients }
  })
}

async function lock(uow: UnitOfWork, mailboxIds: string[]): Promise<Set<string>> {
  if (mailboxIds.length === 0) return new Set()
  const { rows } = await uow.db.execute<{ id: string; mine: boolean }>(sql`
    select id, pg_try_advisory_xact_lock(hashtextextended('gotrs:sending:' || id, 0)) as mine
    from unnest(${sql.param(mailboxIds)}::uuid[]) as id`)
  return new Set(rows.filter(row => row.mine).map(row => row.id))
}
