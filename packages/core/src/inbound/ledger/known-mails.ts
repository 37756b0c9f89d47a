import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, eq, inArray } from 'drizzle-orm'
import type { Kernel } from '../../kernel/kernel.ts'

type Places = { mailboxId: string; uidValidity: bigint; uids: number[] }

/** What identifies the mail at a UID of a folder as one of the ledger. */
export type KnownMail = { arrivedAt: Date | null; size: number; rfcMessageId: string }

/** The mails of the ledger at these places, by UID. */
export async function knownMails(
  kernel: Kernel,
  { mailboxId, uidValidity, uids }: Places,
): Promise<Map<number, KnownMail>> {
  const { uid, arrivedAt, size, rfcMessageId } = inboundMails
  const rows = await kernel.db
    .select({ uid, arrivedAt, size, rfcMessageId })
    .from(inboundMails)
    .where(
      and(
        eq(inboundMails.mailboxId, mailboxId),
        eq(inboundMails.uidValidity, uidValidity),
        inArray(inboundMails.uid, uids),
      ),
    )
  return new Map(rows.flatMap(({ uid: at, ...mail }) => (at === null ? [] : [[at, mail] as const])))
}
