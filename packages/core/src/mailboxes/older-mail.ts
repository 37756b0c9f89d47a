import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { sql } from 'drizzle-orm'

/**
 * A mail that its server took in before the desk took mail from the mailbox: what was asked and answered elsewhere. `at`:
 * when that was. Nobody is answered, told or counted as waiting because of it.
 */
export type OlderMail = { at: Date; isClosed: boolean }

/** The server's word decides (INTERNALDATE, RFC 9051, section 2.3.3): the Date of the header is the sender's. It has no fractions of a second. */
export const isOlder = (arrivedAt: Date, takesMailFrom: Date): boolean =>
  arrivedAt.getTime() < Math.floor(takesMailFrom.getTime() / 1_000) * 1_000

/** The same of a mail of the ledger and its mailbox, in SQL. What came by SMTP, LMTP or a pipe has just arrived. */
export const isOlderMail = sql<boolean>`coalesce(${inboundMails.arrivedAt} < date_trunc('second', ${mailboxes.takesMailFrom}), false)`

/** Null for new mail. One that is in the ledger was asked for, whatever its mailbox asks for by now. */
export function olderMailOf(
  { arrivedAt }: { arrivedAt: Date | null },
  { takesMailFrom, olderMail }: Pick<typeof mailboxes.$inferSelect, 'takesMailFrom' | 'olderMail'>,
): OlderMail | null {
  if (!arrivedAt || !isOlder(arrivedAt, takesMailFrom)) return null
  return { at: arrivedAt, isClosed: olderMail === 'closed' }
}
