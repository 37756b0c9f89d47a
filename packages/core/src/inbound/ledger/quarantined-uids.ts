import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, eq, inArray } from 'drizzle-orm'
import type { Kernel } from '../../kernel/kernel.ts'

type Places = { mailboxId: string; uidValidity: bigint; uids: number[] }

/** Which of these places in a mailbox hold a mail that is kept back: it may be on the server alone. */
export async function quarantinedUids(kernel: Kernel, { mailboxId, uidValidity, uids }: Places): Promise<Set<number>> {
  const rows = await kernel.db
    .select({ uid: inboundMails.uid })
    .from(inboundMails)
    .where(
      and(
        eq(inboundMails.mailboxId, mailboxId),
        eq(inboundMails.uidValidity, uidValidity),
        inArray(inboundMails.uid, uids),
        eq(inboundMails.state, 'quarantined'),
      ),
    )
  return new Set(rows.flatMap(row => (row.uid === null ? [] : [row.uid])))
}
