import { DeskError } from '@gotrs/contract/errors'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import type { Reader } from '../../kernel/unit-of-work.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'

export const stillUnread = 'It waits to be read: try again in a moment.'

export type EndedMail = LedgerRow & { blobKey: string }

/** A mail that was filed or quarantined, and whose bytes are stored. */
export async function loadEndedMail({ db }: Pick<Reader, 'db'>, mailId: string): Promise<EndedMail> {
  const [row] = await db.select().from(inboundMails).where(eq(inboundMails.id, mailId))
  if (!row) throw new DeskError('not_found', { noun: 'mail' })
  const { state, blobKey } = row
  if (state === 'received') throw new DeskError('wrong_status', { noun: 'mail', status: state, reason: stillUnread })
  if (blobKey === null) throw new DeskError('raw_mail_gone')
  return { ...row, blobKey }
}
