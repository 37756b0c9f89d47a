import type { ThreadDecision } from '@gotrs/mail/thread'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { openTicket } from '../../tickets/open.ts'
import { storable } from '../ledger/storable.ts'
import { writerAndCopies } from './copies.ts'
import type { Filing, FilingRule } from './filing.ts'
import { ended, type Outcome } from './outcome.ts'
import { threadingOf } from './reasons.ts'
import { linkSameMail } from './same-mail.ts'

/** What no rule before took starts a ticket of its own; a ticket that it hints at is suggested to staff. */
export const newTicketRule: FilingRule = async (uow, filing) => openFromMail(uow, filing, await newDecision(filing))

type New = Extract<ThreadDecision, { kind: 'new' }>

/** A ticket that takes no more held mails is suggested only. */
async function newDecision(filing: Filing): Promise<New> {
  const decision = await filing.thread()
  if (decision.kind === 'new') return decision
  const reason = decision.kind === 'held' ? decision.reason : 'only_a_hint'
  return { kind: 'new', suggestedTicketId: decision.ticketId, rule: decision.rule, reason }
}

/** `reason` says why, where the threading alone does not. */
export async function openFromMail(uow: UnitOfWork, filing: Filing, decision: New, reason?: string): Promise<Outcome> {
  const { read, message, mailbox } = filing
  const { writer, participantIds } = await writerAndCopies(uow, filing)
  const isElsewhere = (await filing.standIns()).length > 0
  const threading = threadingOf(decision, !isElsewhere && (await filing.twins()).hasNamesake)
  if (isElsewhere) threading.reason += ' The same mail is in a ticket of another queue, too.'
  if (reason) threading.reason = reason
  // Its customer is somebody whom the mail may only pretend to come from: staff see it first.
  const isHeld = filing.sender.verdict === 'contradicted'
  if (isHeld) threading.reason += ' Its sender may be forged, so it waits for a decision.'
  const opened = await openTicket(uow, {
    title: storable(read.mail.subject),
    queueId: mailbox.queueId,
    channel: 'email',
    customerId: writer.id,
    authorId: writer.id,
    participantIds,
    spamReason: filing.spamReason,
    message: { ...message, kind: isHeld ? 'held' : 'public', threading },
  })
  await linkSameMail(uow, opened, filing)
  return ended('created', threading.reason, { ticketId: opened.ticketId, rule: threading.rule })
}
