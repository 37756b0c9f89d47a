import { DeskError } from '@gotrs/contract/errors'
import type { DevelopmentMail } from '@gotrs/contract/outbox'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { asc, desc, eq, inArray } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const maxMails = 50

/**
 * The newest caught mails, secret ones with their links. It exists only where mail is caught and the desk is on loopback:
 * `info.hasDevelopmentInbox` is decided at the start of the process, and no request can change it.
 * @throws DeskError `not_found` when it does not exist
 */
export async function listDevelopmentMails(reader: Reader, { info }: Pick<Kernel, 'info'>): Promise<DevelopmentMail[]> {
  requireGrant(reader, 'developmentInbox.read')
  if (!info.hasDevelopmentInbox) throw new DeskError('not_found', { noun: 'development inbox' })
  const mails = await reader.db
    .select()
    .from(outboundMails)
    .where(eq(outboundMails.status, 'caught'))
    .orderBy(desc(outboundMails.createdAt), desc(outboundMails.id))
    .limit(maxMails)
  const recipients = await reader.db
    .select({ mailId: outboundRecipients.mailId, address: outboundRecipients.address })
    .from(outboundRecipients)
    .where(
      inArray(
        outboundRecipients.mailId,
        mails.map(it => it.id),
      ),
    )
    .orderBy(asc(outboundRecipients.address))
  return mails.map(({ id, subject, purpose, text, createdAt }) => ({
    id,
    subject,
    to: recipients.filter(it => it.mailId === id).map(it => it.address),
    purpose,
    text,
    createdAt: createdAt.toISOString(),
  }))
}
