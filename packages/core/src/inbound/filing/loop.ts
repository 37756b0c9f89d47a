import { hasLoopMark } from '@gotrs/mail/loop-mark'
import { ended } from './outcome.ts'
import type { Rule } from './rule.ts'

/**
 * A mail that the desk wrote itself, by its Message-ID in the outbox, or by the mark that only the desk can sign where a
 * server or list on the way replaced the Message-ID. One of our addresses as its sender proves nothing: groups, contact
 * forms, printers and colleagues in another mail program write it, too.
 */
export const loopRule: Rule = async ({ read, own, isInOutbox }, { uow }) => {
  const isMarked = hasLoopMark(read.mail.headers, { addresses: own, secrets: uow.vault.replyKeys })
  if (!isMarked && !isInOutbox) return null
  return ended('loop', 'The desk wrote it itself, and it has come back.', { rule: 'loop' })
}
