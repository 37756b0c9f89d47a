import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, eq } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { storable } from './storable.ts'

/** Quarantines a mail for people, with the reason. The only function that does so. */
export async function quarantine(uow: UnitOfWork, inboundMailId: string, reason: string): Promise<void> {
  const [kept] = await uow.db
    .update(inboundMails)
    .set({
      state: 'quarantined',
      outcome: 'quarantined',
      reason: storable(reason).slice(0, 1_000),
      processedAt: uow.now,
    })
    .where(and(eq(inboundMails.id, inboundMailId), eq(inboundMails.state, 'received')))
    .returning({ id: inboundMails.id })
  if (kept) uow.emit('mail.quarantined', { inboundMailId })
}
