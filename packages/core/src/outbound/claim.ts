import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { and, inArray, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { processId } from '../kernel/process-id.ts'
import { dueMails } from './due-mails.ts'
import { sendingRooms } from './sending-room.ts'

/** A mail this process alone may send until the lease ends. */
export type ClaimedMail = typeof outboundMails.$inferSelect & {
  /** Those who have neither got it nor refused it for good. */
  waitingFor: string[]
}

/** Longer than a try can take. */
export const leaseMs = 10 * 60_000

/**
 * Takes mails that are due. A lease that ran out means that a sender died with the mail in its hands: whether it left is
 * unknown, and it goes out again under the same Message-ID.
 */
export async function claimDueMails(desk: Kernel, limit: number): Promise<ClaimedMail[]> {
  return desk.run(systemActor('mail'), async uow => {
    const due = await uow.db.execute<{ id: string }>(dueMails(uow.now, limit, await sendingRooms(uow)))
    const ids = due.rows.map(row => row.id)
    if (ids.length === 0) return []
    const mails = await uow.db
      .update(outboundMails)
      .set({
        leasedUntil: new Date(uow.now.getTime() + leaseMs),
        leasedBy: processId,
        attempts: sql`${outboundMails.attempts} + 1`,
        firstTriedAt: sql`coalesce(${outboundMails.firstTriedAt}, ${uow.now.toISOString()}::timestamptz)`,
        status: sql`case when ${outboundMails.leasedUntil} is null then ${outboundMails.status} else 'unknown' end`,
      })
      .where(inArray(outboundMails.id, ids))
      .returning()
    const recipients = await uow.db
      .select({ mailId: outboundRecipients.mailId, address: outboundRecipients.address })
      .from(outboundRecipients)
      .where(and(inArray(outboundRecipients.mailId, ids), inArray(outboundRecipients.status, ['queued', 'unknown'])))
    return mails.map(mail => ({
      ...mail,
      waitingFor: recipients.filter(it => it.mailId === mail.id).map(it => it.address),
    }))
  })
}
