import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, inArray } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

type Named = Pick<typeof inboundMails.$inferSelect, 'blobKey' | 'rfcMessageId'>

/**
 * Of the bytes that these rows of the ledger named a moment ago, those that no row names any more. One mail to several
 * mailboxes is kept once: its bytes go with the last of its rows.
 */
export async function withoutOwner(uow: UnitOfWork, rows: Named[]): Promise<string[]> {
  const keys = [...new Set(rows.flatMap(it => it.blobKey ?? []))]
  if (keys.length === 0) return []
  const still = await uow.db
    .select({ blobKey: inboundMails.blobKey })
    .from(inboundMails)
    .where(
      and(
        // The same bytes have the same Message-ID, which has an index.
        inArray(inboundMails.rfcMessageId, [...new Set(rows.map(it => it.rfcMessageId))]),
        inArray(inboundMails.blobKey, keys),
      ),
    )
  const kept = new Set(still.map(it => it.blobKey))
  return keys.filter(key => !kept.has(key))
}
