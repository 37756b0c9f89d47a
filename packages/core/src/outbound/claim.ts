import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { and, asc, inArray, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { processId } from '../kernel/process-id.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { dueMails } from './due-mails.ts'
import { type SendingQuota, sendingQuotas } from './sending-quota.ts'

/** A mail this process alone may send until the lease ends. */
export type ClaimedMail = typeof outboundMails.$inferSelect & {
  /** Those who have neither got it nor refused it for good, as many as the mailbox has room for. */
  waitingFor: string[]
  /** There is no room for the others: they wait for the next hour. */
  hasMore: boolean
}

/** Longer than a try can take. */
export const leaseMs = 10 * 60_000

/**
 * Takes mails that are due. A lease that ran out means that a sender died with the mail in its hands: whether it left is
 * unknown, and it goes out again under the same Message-ID.
 */
export async function claimDueMails(kernel: Kernel, limit: number): Promise<ClaimedMail[]> {
  return kernel.run(systemActor('mail'), async uow => {
    const rooms = await sendingQuotas(uow)
    const due = await uow.db.execute<DueMail>(dueMails(uow.now, limit, rooms))
    const portions = await portionsOf(uow, due.rows, rooms)
    if (portions.size === 0) return []
    const mails = await uow.db
      .update(outboundMails)
      .set({
        leasedUntil: new Date(uow.now.getTime() + leaseMs),
        leasedBy: processId,
        attempts: sql`${outboundMails.attempts} + 1`,
        firstTriedAt: sql`coalesce(${outboundMails.firstTriedAt}, ${uow.now.toISOString()}::timestamptz)`,
        status: sql`case when ${outboundMails.leasedUntil} is null then ${outboundMails.status} else 'unknown' end`,
      })
      .where(inArray(outboundMails.id, [...portions.keys()]))
      .returning()
    return mails.map(mail => ({ ...mail, ...(portions.get(mail.id) ?? { waitingFor: [], hasMore: false }) }))
  })
}

type DueMail = { id: string; mailboxId: string }
type Portion = Pick<ClaimedMail, 'waitingFor' | 'hasMore'>

/** Whom each mail goes to now, until the room of its mailbox is full: first who has waited longest since their last try. */
async function portionsOf(
  { db }: UnitOfWork,
  due: DueMail[],
  rooms: readonly SendingQuota[],
): Promise<Map<string, Portion>> {
  const portions = new Map<string, Portion>()
  if (due.length === 0) return portions
  const ids = due.map(it => it.id)
  const recipients = await db
    .select({ mailId: outboundRecipients.mailId, address: outboundRecipients.address })
    .from(outboundRecipients)
    .where(and(inArray(outboundRecipients.mailId, ids), inArray(outboundRecipients.status, ['queued', 'unknown'])))
    .orderBy(asc(outboundRecipients.updatedAt), asc(outboundRecipients.kind), asc(outboundRecipients.address))
  const left = new Map(rooms.map(it => [it.mailboxId, it.recipients]))
  for (const { id, mailboxId } of due) {
    const room = left.get(mailboxId) ?? Number.POSITIVE_INFINITY
    const waiting = recipients.filter(it => it.mailId === id).map(it => it.address)
    if (room === 0 && waiting.length > 0) continue
    const waitingFor = waiting.slice(0, room)
    left.set(mailboxId, room - waitingFor.length)
    portions.set(id, { waitingFor, hasMore: waitingFor.length < waiting.length })
  }
  return portions
}
