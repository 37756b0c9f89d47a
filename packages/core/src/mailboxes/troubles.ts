import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, asc, eq, isNotNull, or } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'

export type MailboxTrouble = { name: string; cannot: 'be read' | 'send' }

const maxNamed = 10

/** Mailboxes that cannot receive or send at the moment, only by name: the answers of their servers are for admins. */
export async function mailboxTroubles({ db }: Pick<Reader, 'db'>): Promise<MailboxTrouble[]> {
  const { name, isActive, lastError, lastSendError } = mailboxes
  const rows = await db
    .select({ name, lastError })
    .from(mailboxes)
    .where(and(eq(isActive, true), or(isNotNull(lastError), isNotNull(lastSendError))))
    .orderBy(asc(name))
    .limit(maxNamed)
  return rows.map(it => ({ name: it.name, cannot: it.lastError === null ? 'send' : 'be read' }))
}
