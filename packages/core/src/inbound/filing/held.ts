import { isAutomaticAnswer } from '@gotrs/mail/automatic-kind'
import { holdMessage } from '../../messages/hold.ts'
import { ended } from './outcome.ts'
import { threadingOf } from './reasons.ts'
import type { Rule } from './rule.ts'

/**
 * It names a ticket by what only the ticket's mails contain, but its sender may not write there: it waits in the ticket
 * until staff decide. Customers see nothing of it, and no mail leaves because of it.
 */
export const heldRule: Rule = async ({ kind, message }, context) => {
  const { uow } = context
  const decision = await context.thread()
  if (decision.kind !== 'held') return null
  const isAutomatic = isAutomaticAnswer(kind)
  const isQuiet = isAutomatic || Boolean(message.older?.isClosed)
  const threading = threadingOf(decision, (await context.duplicates()).hasOther, isAutomatic)
  const author = await context.author()
  const isHeld = await holdMessage(uow, {
    ticketId: decision.ticketId,
    authorId: author.id,
    message: { ...message, threading },
    isQuiet,
  })
  if (!isHeld) return null
  const at = { ticketId: decision.ticketId, rule: threading.rule }
  return ended(isAutomatic ? 'auto_reply' : 'held', threading.reason, at)
}
