import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { and, inArray, isNotNull } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'

/** The processes that hold leases on mails, also those that have ended. */
export async function leaseHolders(kernel: Kernel): Promise<string[]> {
  const rows = await kernel.db
    .selectDistinct({ leasedBy: outboundMails.leasedBy })
    .from(outboundMails)
    .where(and(isNotNull(outboundMails.leasedUntil), isNotNull(outboundMails.leasedBy)))
  return rows.flatMap(row => (row.leasedBy === null ? [] : [row.leasedBy]))
}

/** Releases the leases of processes that have ended: whether those mails left is unknown. */
export async function releaseLeases(kernel: Kernel, holders: string[]): Promise<void> {
  if (holders.length === 0) return
  await kernel.db
    .update(outboundMails)
    .set({ leasedUntil: kernel.now(), leasedBy: null })
    .where(and(inArray(outboundMails.leasedBy, holders), isNotNull(outboundMails.leasedUntil)))
}
