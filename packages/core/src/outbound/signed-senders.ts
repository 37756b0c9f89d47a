import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'

/** After a day, the signed sender is tried again on a server that rejected it: its operator may have changed that. */
const askAgainMs = 24 * 60 * 60_000

/** `isRemembered`: a refusal is on record, recent or not. `usesPlain`: it is recent, so that signed senders are not tried. */
export type SenderState = { isRemembered: boolean; usesPlain: boolean }

/**
 * Does the server of this mailbox accept mail only from its plain address? Many check who owns the sender, and know of
 * no plus addresses. A report about such a mail is then matched by what it says of the mail (RFC 3464, section 2.3).
 */
export const senderState = (since: Date | null, now: Date): SenderState => ({
  isRemembered: since !== null,
  usesPlain: since !== null && now.getTime() - since.getTime() < askAgainMs,
})

/** It rejected the signed sender and took the same mail from the plain one; `refuses` false: it has taken a signed one. */
export async function recordSignedSender({ db, now }: Kernel, mailboxId: string, refuses: boolean): Promise<void> {
  await db
    .update(mailboxes)
    .set({ refusesSignedSendersSince: refuses ? now() : null })
    .where(eq(mailboxes.id, mailboxId))
}
