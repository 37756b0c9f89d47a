import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { requireBytes, type StoredMail, storedMailColumns } from '../../blobs/raw-mail.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import type { Reader, UnitOfWork } from '../../kernel/unit-of-work.ts'

type MailRef = { mailId: string }

/** Where the bytes of any mail of the ledger are. @throws DeskError `forbidden`, `not_found`, `raw_mail_gone` */
export async function findLedgerMail(reader: Reader, { mailId }: MailRef): Promise<StoredMail> {
  requireGrant(reader, 'inbound.read')
  const [found] = await reader.db.select(storedMailColumns).from(inboundMails).where(eq(inboundMails.id, mailId))
  return requireBytes(found)
}

/** As `findLedgerMail`, for a download, which the audit log records. */
export async function exportLedgerMail(uow: UnitOfWork, { mailId }: MailRef): Promise<StoredMail> {
  const found = await findLedgerMail(uow, { mailId })
  uow.emit('export.created', { kind: 'raw_inbound_mail', subjectId: mailId })
  return found
}
