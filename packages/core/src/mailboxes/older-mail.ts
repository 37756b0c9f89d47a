import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { sql } from 'drizzle-orm'

/**
 * A mail that its server received before the desk read the mailbox: its question was answered with another program. `at`:
 * when it arrived. It sends no mail or notification, and does not count as waiting.
 */
export type OlderMail = { at: Date; isClosed: boolean }

/** The server's word decides (INTERNALDATE, RFC 9051, section 2.3.3): the Date of the header is the sender's. It has no fractions of a second. */
export const isOlder = (arrivedAt: Date, takesMailFrom: Date): boolean =>
  arrivedAt.getTime() < Math.floor(takesMailFrom.getTime() / 1_000) * 1_000

/** Is a mail of the ledger old? As its reader found, whatever its mailbox asks for by now. */
export const isOlderMail = sql<boolean>`${inboundMails.older} is not null`

/** The same with what was asked for; null for new mail. What came by SMTP, LMTP or a pipe has just arrived. */
export function olderMailOf({
  older,
  arrivedAt,
  receivedAt,
}: Pick<typeof inboundMails.$inferSelect, 'older' | 'arrivedAt' | 'receivedAt'>): OlderMail | null {
  return older === null ? null : { at: arrivedAt ?? receivedAt, isClosed: older === 'closed' }
}
