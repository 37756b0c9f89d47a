import { mailboxes } from '@gotrs/db/tables/mailboxes'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { olderMailOf } from '../../mailboxes/older-mail.ts'
import { ownAddresses } from '../../mailboxes/own-addresses.ts'
import { personByAddress } from '../../people/person-by-address.ts'
import type { ReadMail } from '../read-mail.ts'
import { agentAnswerRule } from './agent-answer.ts'
import { agentForwardRule } from './agent-forward.ts'
import { automaticAnswerRule, automaticKind } from './automatic.ts'
import { bounceRule } from './bounce.ts'
import { duplicateRule, findTwins, lockMessageId } from './duplicate.ts'
import type { Arrival, ArrivalRule, Filing, FilingRule, LedgerRow } from './filing.ts'
import { heldRule } from './held.ts'
import { ownAddressRule, ownMailRule } from './loop.ts'
import { newMessageOf } from './message-of-mail.ts'
import { newTicketRule } from './new-ticket.ts'
import { ended, type Outcome } from './outcome.ts'
import { returnPath, senderOf } from './sender.ts'
import { switchedOffRule } from './switched-off.ts'
import { decideOnThread, threadRule } from './thread.ts'

/** The first rule that answers decides. docs/mail.md has the same list in words. */
const arrivalRules: ArrivalRule[] = [bounceRule, ownMailRule]
const filingRules: FilingRule[] = [
  ownAddressRule,
  duplicateRule,
  switchedOffRule,
  agentAnswerRule,
  agentForwardRule,
  threadRule,
  heldRule,
  automaticAnswerRule,
  newTicketRule,
]

/** What is done with one mail, all in one transaction. */
export async function fileMail(
  uow: UnitOfWork,
  row: LedgerRow,
  read: ReadMail,
  authentication: SenderAuthentication,
): Promise<Outcome> {
  await lockMessageId(uow, row.rfcMessageId)
  const own = await ownAddresses(uow.db)
  const kind = automaticKind(read.mail, row.envelopeFrom ?? returnPath(read.mail), own)
  const message = {
    ...newMessageOf(row, read, read.attachments),
    senderVerdict: authentication.verdict,
    older: await olderMailOf(uow, row),
  }
  const outcome = await applyRules(uow, { row, read, authentication, own, kind, message })
  return { ...outcome, automaticKind: kind }
}

async function applyRules(uow: UnitOfWork, arrival: Arrival): Promise<Outcome> {
  for (const rule of arrivalRules) {
    const outcome = await rule(uow, arrival)
    if (outcome) return outcome
  }
  const filing = await filingOf(uow, arrival)
  if (!filing) return ended('quarantined', 'It names no sender that could be answered.')
  for (const rule of filingRules) {
    const outcome = await rule(uow, filing)
    if (outcome) return outcome
  }
  throw new Error('No rule took the mail: the last one has to take what is left.')
}

/** Null where the mail names nobody who could be answered. */
async function filingOf(uow: UnitOfWork, arrival: Arrival): Promise<Filing | null> {
  const { row, read, message } = arrival
  const sender = senderOf(read.mail, arrival.authentication)
  if (!sender) return null
  const [mailbox] = await uow.db
    .select({ queueId: mailboxes.queueId })
    .from(mailboxes)
    .where(eq(mailboxes.id, row.mailboxId))
  if (!mailbox) throw new Error('The mailbox of a mail is gone.')
  const filing: Filing = {
    ...arrival,
    sender,
    queueId: mailbox.queueId,
    person: once(() => personByAddress(uow.db, sender.address)),
    twins: once(() => findTwins(uow, { ...row, ...message, sender: sender.address })),
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
