import { isAutomaticAnswer, isWrittenByProgram } from '@gotrs/mail/automatic-kind'
import { receiveMessage } from '../../messages/receive.ts'
import { joinCopies } from './copies.ts'
import { ended } from './outcome.ts'
import { placeAfter } from './place.ts'
import { threadingOf } from './reasons.ts'
import type { Rule } from './rule.ts'
import { linkSameMail } from './same-mail.ts'

/** From somebody who takes part in the ticket that the mail names: it becomes part of the conversation. */
export const threadRule: Rule = async (incoming, context) => {
  const { uow } = context
  const decision = await context.thread()
  if (decision.kind !== 'admitted') return null
  const { kind, message, spamReason } = incoming
  const author = await context.author()
  const isElsewhere = (await context.trustedDuplicates()).length > 0
  const threading = threadingOf(decision, !isElsewhere && (await context.duplicates()).hasOther)
  const received = await receiveMessage(uow, {
    ticketId: decision.ticketId,
    authorId: author.id,
    message: { ...message, threading, placedAt: placeAfter(decision.answeredAt, message.placedAt) },
    isAutomatic: isWrittenByProgram(kind),
    spamReason,
  })
  // People who were in copy long ago do not get current answers.
  if (kind === 'no' && !message.older) await joinCopies(context, received.ticketId, incoming)
  await linkSameMail(received, incoming, context)
  const at = { ticketId: received.ticketId, rule: threading.rule }
  if (isAutomaticAnswer(kind)) return ended('auto_reply', `An automatic answer. ${threading.reason}`, at)
  return received.isFollowUp
    ? ended('created', `A follow-up, since the ticket is closed. ${threading.reason}`, at)
    : ended('appended', threading.reason, at)
}
