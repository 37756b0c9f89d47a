import type { Db } from '@gotrs/db/client'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { prepared } from '../../kernel/prepared.ts'
import type { Attempt } from '../../kernel/task.ts'
import { hasEarlierMail } from './earlier-mail.ts'
import type { NewMail } from './insert-mails.ts'
import type { LedgerRow } from './ledger-row.ts'

/** A mail of the ledger that is being read. `attempts` includes this one; `isCounted`: its row says so. */
export type TriedMail = LedgerRow & { isCounted: boolean }

/** `authservId`: the server whose results on the sender its mailbox trusts. */
export type Started = TriedMail & { hasToWait: boolean; authservId: string | null }

const read = { ...getTableColumns(inboundMails), hasToWait: hasEarlierMail, authservId: mailboxes.authservId }
const isWaiting = and(eq(inboundMails.id, sql.placeholder('id')), eq(inboundMails.state, 'received'))
const isItsMailbox = eq(mailboxes.id, inboundMails.mailboxId)

const firstTry = prepared('first_try_of_inbound_mail', db =>
  db.select(read).from(inboundMails).innerJoin(mailboxes, isItsMailbox).where(isWaiting),
)

const nextTry = prepared('next_try_of_inbound_mail', db =>
  db
    .update(inboundMails)
    .set({ attempts: sql`${inboundMails.attempts} + ${sql.placeholder('count')}::integer` })
    .from(mailboxes)
    .where(and(isWaiting, isItsMailbox))
    .returning(read),
)

/**
 * A try is counted before anything is read, so that a mail that kills the process is found out. Of the first start of a job
 * the job itself keeps count, which spares nearly all mails an update of their row: where it was cut off, the second start
 * counts it too. Null where the mail waits no more.
 */
export async function startTry(db: Db, id: string, { starts, hasFailed }: Attempt): Promise<Started | null> {
  if (starts === 1) {
    const [row] = await firstTry(db, { id })
    return row ? { ...row, attempts: row.attempts + 1, isCounted: false } : null
  }
  const [row] = await nextTry(db, { id, count: starts === 2 && !hasFailed ? 2 : 1 })
  return row ? { ...row, isCounted: true } : null
}

/** The first try of a mail that this process has just inserted: its row is not read again. */
export const startedNow = ({ cursor: _, revision: __, ...mail }: NewMail, authservId: string | null): Started => ({
  ...{ outcome: null, reason: null, rule: null, ticketId: null, automaticKind: null, parserVersion: null },
  ...{ senderVerdict: null, verdictReason: null, authentication: null, processedAt: null },
  ...mail,
  state: 'received',
  attempts: 1,
  isCounted: false,
  hasToWait: false,
  authservId,
})

/** Counts the first try of a job, which has failed because of the mail. */
export async function countFailedTry({ db }: { db: Db }, { id, isCounted, attempts }: TriedMail): Promise<void> {
  if (!isCounted) await db.update(inboundMails).set({ attempts }).where(eq(inboundMails.id, id))
}
