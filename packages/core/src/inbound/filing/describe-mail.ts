import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import { returnPath } from '@gotrs/mail/return-path'
import { spamReasonOf } from '@gotrs/mail/spam-marks'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import { storableLine } from '../ledger/storable.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import { isAwayNote } from './answered-mail.ts'
import { automaticKind } from './automatic.ts'
import { claimOf, isProvenByList, verdictOf } from './claim.ts'
import { newMessageOf } from './message-of-mail.ts'
import type { IncomingMail, LockedMail } from './rule.ts'
import { senderOf } from './sender.ts'

type Read = ReadMail & { authentication: SenderAuthentication }

/** What the rules of filing are about: the mail as it was read, whom it is from, and what kind of mail it is. */
export async function describeMail(
  uow: UnitOfWork,
  locked: LockedMail,
  { authentication: checked, ...read }: Read,
): Promise<IncomingMail> {
  const { row, mailbox, own } = locked
  const { mail } = read
  const claim = claimOf(mail, own)
  const authentication = verdictOf(checked, claim)
  const marked = automaticKind(mail, row.envelopeFrom ?? returnPath(mail))
  const spam = spamReasonOf(mail.headers, mailbox.spamFilters)
  return {
    ...locked,
    ...{ read, claim, authentication },
    sender: senderOf(mail, claim, authentication, own),
    isFromProven: checked.verdict === 'authenticated',
    isClaimProven: isProvenByList(claim, mail, checked, own),
    kind: (await isAwayNote(uow, marked, row, read)) ? 'out_of_office' : marked,
    spamReason: spam && storableLine(spam),
    message: messageOf(row, read, authentication),
  }
}

/** A Reply-To that an authenticated sender did not sign can be anybody's who has the mail: nobody is answered there. */
function messageOf(row: LedgerRow, read: ReadMail, { verdict, areRecipientsSigned }: SenderAuthentication) {
  const message = { ...newMessageOf(row, read, read.attachments), senderVerdict: verdict }
  return verdict === 'authenticated' && !areRecipientsSigned ? { ...message, replyTo: [] } : message
}
