import { sql } from 'drizzle-orm'
import { preparedSql } from '../../kernel/prepared.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'

const lock = preparedSql(
  'lock_conversation',
  () => sql`select pg_advisory_xact_lock(key) from (
    select distinct hashtextextended('gotrs:mail:' || id, 0) as key from unnest(${sql.placeholder('ids')}::text[]) id
    order by key offset 0) keys`,
)

/**
 * Mails under one Message-ID, and mails that name one another or a third, are filed one after the other, whatever mailbox
 * they came to. The locks are always taken in one order, so that two mails never wait for each other.
 */
export async function lockConversation(
  { db }: Pick<UnitOfWork, 'db'>,
  { rfcMessageId, threadIds }: Pick<LedgerRow, 'rfcMessageId' | 'threadIds'>,
): Promise<void> {
  await lock.run(db, { ids: [rfcMessageId, ...threadIds] })
}
