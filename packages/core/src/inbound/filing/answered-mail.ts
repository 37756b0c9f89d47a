import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { withoutForwardPrefix } from '@gotrs/mail/forward-subject'
import { isAwaySubject } from '@gotrs/mail/out-of-office'
import type { AutomaticKind } from '@gotrs/mail/parsed-mail'
import { readReplyAddress } from '@gotrs/mail/reply-address'
import { withoutReplyPrefix } from '@gotrs/mail/reply-subject'
import { inArray, or, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import type { ReadMail } from '../reading/read-mail.ts'

const maxHints = 100

/**
 * Many absence notes say so by their subject alone. A subject is a person's word, too ("Out of office policy"), so that it
 * counts only on an answer to a mail of ours that was about something else.
 */
export async function isAwayNote(
  uow: UnitOfWork,
  kind: AutomaticKind,
  row: LedgerRow,
  { mail }: Pick<ReadMail, 'mail'>,
): Promise<boolean> {
  if (kind !== 'no' || !isAwaySubject(mail.subject)) return false
  const subjects = await answeredSubjects(uow, row, mail)
  return subjects.length > 0 && !subjects.some(it => plain(it) === plain(mail.subject))
}

/** The subjects of those mails of ours that it answers, by its headers or by the reply address that it was sent to. */
async function answeredSubjects(uow: UnitOfWork, row: LedgerRow, mail: ReadMail['mail']): Promise<string[]> {
  const ids = [...(mail.inReplyTo ? [mail.inReplyTo] : []), ...mail.references].slice(-maxHints)
  const recipients = [...row.envelopeTo, ...mail.deliveredTo, ...mail.to.map(it => it.address)].slice(0, maxHints)
  const addresses = recipients.map(it => it.toLowerCase()).filter(it => readReplyAddress(it) !== null)
  if (ids.length === 0 && addresses.length === 0) return []
  const sentToThem = uow.db
    .select({ id: outboundRecipients.mailId })
    .from(outboundRecipients)
    .where(inArray(sql`lower(${outboundRecipients.replyAddress})`, addresses))
  const found = await uow.db
    .select({ subject: outboundMails.subject })
    .from(outboundMails)
    .where(or(inArray(outboundMails.rfcMessageId, ids), inArray(outboundMails.id, sentToThem)))
    .limit(maxHints)
  return found.map(it => it.subject)
}

const plain = (subject: string): string => withoutReplyPrefix(withoutForwardPrefix(subject)).toLowerCase()
