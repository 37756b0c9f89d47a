import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { hasLoopMark } from '@gotrs/mail/loop-mark'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { ended } from './outcome.ts'
import type { Rule } from './rule.ts'

/**
 * A mail that the desk wrote itself, by its Message-ID in the outbox, or by the mark that only the desk can sign where a
 * server or list on the way replaced the Message-ID. One of our addresses as its sender proves nothing: groups, contact
 * forms, printers and colleagues in another mail program write it, too.
 */
export const loopRule: Rule = async ({ row, read, own }, { uow }) => {
  const isMarked = hasLoopMark(read.mail.headers, { addresses: own, secrets: uow.vault.replyKeys })
  if (!isMarked && !(await isInOutbox(uow, row.rfcMessageId))) return null
  return ended('loop', 'The desk wrote it itself, and it has come back.', { rule: 'loop' })
}

async function isInOutbox({ db }: UnitOfWork, rfcMessageId: string): Promise<boolean> {
  const [sent] = await db
    .select({ id: outboundMails.id })
    .from(outboundMails)
    .where(eq(outboundMails.rfcMessageId, rfcMessageId))
  return sent !== undefined
}
