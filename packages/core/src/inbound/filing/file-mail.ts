import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import { returnPath } from '@gotrs/mail/return-path'
import { spamReasonOf } from '@gotrs/mail/spam-marks'
import { personByAddress } from '../../correspondents/person-by-address.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { ownAddresses } from '../../mailboxes/own-addresses.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import { storableLine } from '../ledger/storable.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import { agentAnswerRule } from './agent-answer.ts'
import { agentForwardRule } from './agent-forward.ts'
import { isAwayNote } from './answered-mail.ts'
import { automaticAnswerRule, automaticKind } from './automatic.ts'
import { bounceRule } from './bounce.ts'
import { believed, claimOf, isProvenByList } from './claim.ts'
import { duplicateRule, findTwins, lockConversation, standInsOf } from './duplicate.ts'
import type { Arrival, ArrivalRule, Filing, FilingRule, MailInHand } from './filing.ts'
import { heldRule } from './held.ts'
import { ownMailRule } from './loop.ts'
import { newMessageOf } from './message-of-mail.ts'
import { newTicketRule } from './new-ticket.ts'
import { ended, type FiledOutcome, type Outcome } from './outcome.ts'
import { ownAnswerRule } from './own-answer.ts'
import { senderOf } from './sender.ts'
import { switchedOffRule } from './switched-off.ts'
import { decideOnThread, threadRule } from './thread.ts'
import { usableAddress } from './usable-address.ts'

/** The first rule that answers decides. docs/mail.md has the same list in words. */
const arrivalRules: ArrivalRule[] = [bounceRule, ownMailRule]
const filingRules: FilingRule[] = [
  duplicateRule,
  switchedOffRule,
  agentAnswerRule,
  agentForwardRule,
  ownAnswerRule,
  threadRule,
  heldRule,
  automaticAnswerRule,
  newTicketRule,
]

/** What is done with one mail, all in one transaction. */
export async function fileMail(
  uow: UnitOfWork,
  { row, mailbox }: MailInHand,
  { authentication: checked, ...read }: ReadMail & { authentication: SenderAuthentication },
): Promise<FiledOutcome> {
  await lockConversation(uow, row)
  const own = await ownAddresses(uow.db)
  const claim = claimOf(read.mail, own)
  const authentication = believed(checked, claim)
  const marked = automaticKind(read.mail, row.envelopeFrom ?? returnPath(read.mail))
  const kind = (await isAwayNote(uow, marked, row, read)) ? 'out_of_office' : marked
  const message = messageOf(row, read, authentication)
  const isFromProven = checked.verdict === 'authenticated'
  const isClaimProven = isProvenByList(claim, read.mail, checked, own)
  const arrival = { row, mailbox, read, authentication, claim, isFromProven, isClaimProven, own, kind, message }
  return { ...(await applyRules(uow, arrival)), automaticKind: kind, authentication }
}

/** A Reply-To that an authenticated sender did not sign can be anybody's who has the mail: nobody is answered there. */
function messageOf(row: LedgerRow, read: ReadMail, { verdict, areRecipientsSigned }: SenderAuthentication) {
  const message = { ...newMessageOf(row, read, read.attachments), senderVerdict: verdict }
  return verdict === 'authenticated' && !areRecipientsSigned ? { ...message, replyTo: [] } : message
}

async function applyRules(uow: UnitOfWork, arrival: Arrival): Promise<Outcome> {
  for (const rule of arrivalRules) {
    const outcome = await rule(uow, arrival)
    if (outcome) return outcome
  }
  const filing = filingOf(uow, arrival)
  if (!filing) return ended('quarantined', 'It names no sender that could be answered.')
  for (const rule of filingRules) {
    const outcome = await rule(uow, filing)
    if (outcome) return outcome
  }
  throw new Error('No rule took the mail: the last one has to take what is left.')
}

/** Null where the mail names nobody who could be answered. */
function filingOf(uow: UnitOfWork, arrival: Arrival): Filing | null {
  const { row, read, message } = arrival
  const sender = senderOf(read.mail, arrival.claim, arrival.authentication, arrival.own)
  if (!sender) return null
  const spam = spamReasonOf(read.mail.headers, arrival.mailbox.spamFilters)
  const from = usableAddress(read.mail.from?.address ?? '') ?? sender.address
  const filing: Filing = {
    ...arrival,
    sender,
    spamReason: spam && storableLine(spam),
    person: once(() => personByAddress(uow.db, sender.address)),
    twins: once(() => findTwins(uow, { ...row, ...message, sender: from })),
    standIns: once(() => standInsOf(uow, filing)),
    thread: once(() => decideOnThread(uow, filing)),
  }
  return filing
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined
  return () => {
    found ??= find()
    return found
  }
}
