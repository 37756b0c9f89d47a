import { DeskError } from '@gotrs/contract/errors'
import type { InboundMail } from '@gotrs/contract/inbound'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { and, asc, eq, gt, isNotNull, ne, notExists, sql } from 'drizzle-orm'
import { type Actor, systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import type { RunOptions } from '../../kernel/run-unit-of-work.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { messageOfMail } from '../filing/message-of-mail.ts'
import { type MailOutcome, outcomeOf, processInboundMail } from '../filing/process.ts'
import { processJob } from '../ledger/process-job.ts'
import { loadEndedMail, stillUnread } from './ended-mail.ts'
import { showInboundMail } from './queries.ts'
import { renderAgain } from './render-again.ts'

/**
 * A mail once more, by the program as it is now. One that became a message is rendered again in that message; any other
 * goes through the ledger as if it had just come in. @throws DeskError `not_found`, `wrong_status` while it waits to be
 * read, `raw_mail_gone`
 */
export async function replayMail(
  kernel: Kernel,
  actor: Actor,
  { mailId }: { mailId: string },
  options: RunOptions = {},
): Promise<InboundMail> {
  requireGrant({ actor }, 'inbound.manage')
  if (await messageOfMail(kernel, mailId))
    await renderAgain(kernel, actor, await loadEndedMail(kernel, mailId), options)
  else await kernel.run(actor, uow => processAfresh(uow, mailId), options)
  return kernel.read(actor, reader => showInboundMail(reader, mailId))
}

export type Replayed = { mailId: string; from: string; subject: string } & MailOutcome

/**
 * What was kept back after it had been tried, oldest first, tried again here and now: for after an upgrade. What was
 * never tried is no whole mail, since the server did not give it or it was too large.
 */
export async function* replayQuarantined(kernel: Kernel, limit: number): AsyncGenerator<Replayed> {
  const { id: mailId, fromAddress: from, subject } = inboundMails
  const rows = await kernel.db
    .select({ mailId, from, subject })
    .from(inboundMails)
    .where(
      and(sql`${inboundMails.state} = 'quarantined'`, gt(inboundMails.attempts, 0), isNotNull(inboundMails.blobKey)),
    )
    .orderBy(asc(inboundMails.receivedAt), asc(inboundMails.id))
    .limit(limit)
  for (const row of rows) {
    const { state } = await replayMail(kernel, systemActor('command line'), row)
    // Where a try fails the next is due to its job.
    if (state === 'received') await processInboundMail(kernel, row.mailId).catch(() => {})
    yield { ...row, ...(await outcomeOf(kernel, row.mailId)) }
  }
}

/** Read again under the lock, so that two people who replay it at once make one attempt. */
async function processAfresh(uow: UnitOfWork, mailId: string): Promise<void> {
  requireGrant(uow, 'inbound.manage')
  await loadEndedMail(uow, mailId)
  const message = uow.db.select({ one: sql`1` }).from(messages).where(eq(messages.inboundMailId, mailId))
  const [waiting] = await uow.db
    .update(inboundMails)
    .set({
      ...{ state: 'received', outcome: null, automaticKind: null, reason: null, rule: null, ticketId: null },
      ...{ attempts: 0, processedAt: null },
    })
    .where(
      and(
        eq(inboundMails.id, mailId),
        ne(inboundMails.state, 'received'),
        isNotNull(inboundMails.blobKey),
        notExists(message),
      ),
    )
    .returning({ id: inboundMails.id })
  if (!waiting) throw new DeskError('wrong_status', { noun: 'mail', status: 'received', reason: stillUnread })
  uow.enqueue(processJob(mailId))
  uow.emit('mail.replayed', { inboundMailId: mailId })
}
