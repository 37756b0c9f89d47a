import { DeskError } from '@gotrs/contract/errors'
import type { InboundMail } from '@gotrs/contract/inbound'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { and, eq, isNotNull, ne, notExists, sql } from 'drizzle-orm'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { loadEndedMail } from './ended-mail.ts'
import { processJob } from './ledger.ts'
import { messageOfMail } from './message-of-mail.ts'
import { showInboundMail } from './queries.ts'
import { renderAgain } from './render-again.ts'

/**
 * A mail once more, by the program as it is now. One that became a message is rendered again in that message; any other
 * goes through the ledger as if it had just come in. @throws DeskError `not_found`, `wrong_status` while it waits to be
 * read, `raw_mail_gone`
 */
export async function replayMail(desk: Kernel, actor: Actor, { mailId }: { mailId: string }): Promise<InboundMail> {
  const row = await loadEndedMail(desk, mailId)
  if (await messageOfMail(desk, mailId)) await renderAgain(desk, actor, row)
  else await desk.run(actor, uow => processAfresh(uow, mailId))
  return desk.read(actor, reader => showInboundMail(reader, mailId))
}

/** Read again under the lock: two who press the button make one try of it. */
async function processAfresh(uow: UnitOfWork, mailId: string): Promise<void> {
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
  if (!waiting) throw new DeskError('wrong_status', { status: 'received' })
  uow.enqueue(processJob(mailId))
  uow.emit('mail.replayed', { inboundMailId: mailId })
}
