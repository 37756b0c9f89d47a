import type { ThreadDecision } from '@gotrs/mail/thread'
import { createTicketWithMessage } from '../../tickets/create-with-message.ts'
import { storable } from '../ledger/storable.ts'
import { writerAndCopies } from './copies.ts'
import { ended, type Outcome } from './outcome.ts'
import { threadingOf } from './reasons.ts'
import type { FilingContext, IncomingMail, Rule } from './rule.ts'
import { linkSameMail } from './same-mail.ts'

/** What no rule before took starts a ticket of its own; a ticket that it hints at is suggested to staff. */
export const newTicketRule: Rule = async (incoming, context) =>
  createFromMail(incoming, context, await newDecision(context))

type New = Extract<ThreadDecision, { kind: 'new' }>

/** A ticket that takes no more held mails is suggested only. */
async function newDecision({ thread }: FilingContext): Promise<New> {
  const decision = await thread()
  if (decision.kind === 'new') return decision
  const reason = decision.kind === 'held' ? decision.reason : 'only_a_hint'
  return { kind: 'new', suggestedTicketId: decision.ticketId, rule: decision.rule, reason }
}

/** `reason` says why, where the threading alone does not. */
export async function createFromMail(
  incoming: IncomingMail,
  context: FilingContext,
  decision: New,
  reason?: string,
): Promise<Outcome> {
  const { read, message, mailbox, sender, spamReason } = incoming
  const { uow } = context
  const { writer, participantIds } = await writerAndCopies(context, incoming)
  const isElsewhere = (await context.trustedDuplicates()).length > 0
  const threading = threadingOf(decision, !isElsewhere && (await context.duplicates()).hasOther)
  if (isElsewhere) threading.reason += ' The same mail is in a ticket of another queue, too.'
  if (reason) threading.reason = reason
  // Its customer is somebody whom the mail may only pretend to come from: staff see it first.
  const isHeld = sender.verdict === 'contradicted'
  if (isHeld) threading.reason += ' Its sender may be forged, so it waits for a decision.'
  const opened = await createTicketWithMessage(uow, {
    title: storable(read.mail.subject),
    queueId: mailbox.queueId,
    channel: 'email',
    customerId: writer.id,
    authorId: writer.id,
    participantIds,
    spamReason,
    message: { ...message, kind: isHeld ? 'held' : 'public', threading },
  })
  await linkSameMail(opened, incoming, context)
  return ended('created', threading.reason, { ticketId: opened.ticketId, rule: threading.rule })
}
