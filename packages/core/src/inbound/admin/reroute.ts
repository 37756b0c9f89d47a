import { DeskError } from '@gotrs/contract/errors'
import type { InboundMail, RerouteInboundInput } from '@gotrs/contract/inbound'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import type { UserActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import type { RunOptions } from '../../kernel/run-unit-of-work.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { messageOfMail } from '../filing/message-of-mail.ts'
import { headerColumns } from '../ledger/header-columns.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import { wholeMail } from '../reading/attachments.ts'
import { readMailInThread, UnreadableMailError } from '../reading/parse-thread.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import { filesOf, withFiles } from '../reading/unused-files.ts'
import { type EndedMail, loadEndedMail, stillUnread } from './ended-mail.ts'
import { fileByHand } from './file-by-hand.ts'
import { showInboundMail } from './queries.ts'

/**
 * Files a mail that has no message by hand: into a ticket, or as a new one into a queue. What cannot be parsed becomes a
 * message too, with the mail attached. @throws DeskError `not_found`, `wrong_status` for a mail that waits or is a
 * message already, `raw_mail_gone`, `invalid_input` for a new ticket of nobody
 */
export async function rerouteMail(
  kernel: Kernel,
  actor: UserActor,
  { mailId, to }: RerouteInboundInput,
  options: RunOptions = {},
): Promise<InboundMail> {
  requireGrant({ actor }, 'inbound.manage')
  const row = await loadEndedMail(kernel, mailId)
  const { read, why } = await readAsFarAsPossible(kernel, row)
  const whole = await wholeMail(kernel.blobs, row.blobKey, 'message.eml')
  const files = [whole, ...(read ? filesOf(read) : [])]
  const work = async (uow: UnitOfWork) => {
    requireGrant(uow, 'inbound.manage')
    const locked = await lockMail(uow, mailId)
    const filed = await fileByHand(uow, actor, { row: locked, read, whole, why }, to)
    await recordRoute(uow, locked, filed, read)
  }
  await withFiles(kernel, mailId, files, () => kernel.run(actor, work, options))
  return kernel.read(actor, reader => showInboundMail(reader, mailId))
}

async function readAsFarAsPossible(kernel: Kernel, { size, envelopeTo, blobKey }: EndedMail) {
  try {
    const mail = { blobKey, size, envelopeTo, isSuspect: true }
    return { read: await readMailInThread(kernel.blobs.folder, mail), why: null }
  } catch (error) {
    if (error instanceof UnreadableMailError) return { read: null, why: error.message }
    throw error
  }
}

/** If two people re-route one mail at once, it becomes one message. */
async function lockMail(uow: UnitOfWork, mailId: string): Promise<LedgerRow> {
  const [row] = await uow.db.select().from(inboundMails).where(eq(inboundMails.id, mailId)).for('update')
  if (!row || row.state === 'received' || (await messageOfMail(uow, mailId))) {
    const reason = row?.state === 'done' ? 'It is a message of a ticket already: move that one.' : stillUnread
    throw new DeskError('wrong_status', { noun: 'mail', status: row?.state ?? 'gone', reason })
  }
  return row
}

type Filed = Awaited<ReturnType<typeof fileByHand>>

async function recordRoute(uow: UnitOfWork, row: LedgerRow, filed: Filed, read: ReadMail | null): Promise<void> {
  const { ticketId, version, outcome, reason, rule } = filed
  const header = read ? { ...headerColumns(read.mail), parserVersion: read.mail.parserVersion } : {}
  await uow.db
    .update(inboundMails)
    .set({ ...header, state: 'done', outcome, reason, rule, ticketId, processedAt: uow.now })
    .where(eq(inboundMails.id, row.id))
  uow.emit('mail.rerouted', { inboundMailId: row.id }, { ticketId, ticketVersion: version })
}
