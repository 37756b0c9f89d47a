import { collectThreadHints, decideThread, type ThreadDecision } from '@gotrs/mail/thread'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { receiveMessage } from '../../messages/receive.ts'
import { findOrCreateCorrespondent } from '../../people/find-or-create.ts'
import { isUnreadAddress } from '../../people/unread-address.ts'
import { isAutomaticAnswer, isWrittenByProgram } from './automatic.ts'
import { threadCandidates } from './candidates.ts'
import { joinCopies } from './copies.ts'
import type { Filing, FilingRule } from './filing.ts'
import { ended } from './outcome.ts'
import { threadingOf } from './reasons.ts'

/** From somebody who takes part in the ticket that the mail names: it becomes part of the conversation. */
export const threadRule: FilingRule = async (uow, filing) => {
  const decision = await filing.thread()
  if (decision.kind !== 'admitted') return null
  const { sender, kind, message } = filing
  const author = await findOrCreateCorrespondent(uow, { email: sender.address, name: sender.name })
  const threading = threadingOf(decision, (await filing.twins()).hasNamesake)
  const received = await receiveMessage(uow, {
    ticketId: decision.ticketId,
    authorId: author.id,
    message: { ...message, threading },
    isAutomatic: isWrittenByProgram(kind),
    spamReason: filing.spamReason,
  })
  if (kind === 'no') await joinCopies(uow, received.ticketId, { ...filing, authorId: author.id })
  const at = { ticketId: received.ticketId, rule: threading.rule }
  if (isAutomaticAnswer(kind)) return ended('auto_reply', `An automatic answer. ${threading.reason}`, at)
  return received.isFollowUp
    ? ended('created', `A follow-up, since the ticket is closed. ${threading.reason}`, at)
    : ended('appended', threading.reason, at)
}

/** Which ticket the mail names, and what its sender may do there. */
export async function decideOnThread(uow: UnitOfWork, filing: Filing): Promise<ThreadDecision> {
  const { row, read, own, sender } = filing
  const { mail, body } = read
  const hints = collectThreadHints(
    {
      ...mail,
      deliveredTo: [...row.envelopeTo, ...mail.deliveredTo],
      html: `${body.html ?? ''}\n${body.quotedHtml ?? ''}`,
    },
    { mailboxAddresses: own },
  )
  const candidates = await threadCandidates(uow, hints, { address: sender.address, person: await filing.person() })
  return decideThread(candidates, {
    isContradicted: sender.verdict === 'contradicted',
    isAligned: sender.verdict === 'authenticated' || sender.isEnvelopeAligned === true,
    isOnlyClaimed: isOnlyClaimed(filing),
    program: programOf(filing),
  })
}

/** A list that our own server vouches for has checked its writers; a visitor of a form writes any address. */
const isOnlyClaimed = ({ sender, claim, isFromProven }: Filing): boolean =>
  sender.origin !== 'from' && !(isFromProven && claim?.by !== 'form')

function programOf({ kind, sender }: Filing): 'sender' | 'responder' | null {
  if (isAutomaticAnswer(kind)) return 'responder'
  return kind === 'no' && !isUnreadAddress(sender.address) ? null : 'sender'
}
