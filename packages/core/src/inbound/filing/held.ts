import { isAutomaticAnswer } from '@gotrs/mail/automatic-kind'
import { findOrCreateCorrespondent } from '../../correspondents/find-or-create.ts'
import { holdMessage } from '../../messages/hold.ts'
import type { FilingRule } from './filing.ts'
import { ended } from './outcome.ts'
import { threadingOf } from './reasons.ts'

/**
 * It names a ticket by what only the ticket's mails contain, but its sender may not write there: it waits in the ticket
 * until staff decide. Customers see nothing of it, and no mail leaves because of it.
 */
export const heldRule: FilingRule = async (uow, filing) => {
  const decision = await filing.thread()
  if (decision.kind !== 'held') return null
  const { sender, kind, message } = filing
  const isAutomatic = isAutomaticAnswer(kind)
  const isQuiet = isAutomatic || Boolean(message.older?.isClosed)
  const threading = threadingOf(decision, (await filing.twins()).hasNamesake, isAutomatic)
  const author = await findOrCreateCorrespondent(uow, { email: sender.address, name: sender.name })
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
