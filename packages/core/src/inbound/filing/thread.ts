import { isAutomaticAnswer, isWrittenByProgram } from '@gotrs/mail/automatic-kind'
import { collectThreadHints, decideThread, type ThreadDecision } from '@gotrs/mail/thread'
import { findOrCreateCorrespondent } from '../../correspondents/find-or-create.ts'
import { isUnreadAddress } from '../../correspondents/unread-address.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { receiveMessage } from '../../messages/receive.ts'
import { type Candidates, threadCandidates } from './candidates.ts'
import { joinCopies } from './copies.ts'
import type { Filing, FilingRule } from './filing.ts'
import { ended } from './outcome.ts'
import { placeAfter } from './place.ts'
import { threadingOf } from './reasons.ts'
import { linkSameMail } from './same-mail.ts'

/** From somebody who takes part in the ticket that the mail names: it becomes part of the conversation. */
export const threadRule: FilingRule = async (uow, filing) => {
  const decision = await filing.thread()
  if (decision.kind !== 'admitted') return null
  const { sender, kind, message } = filing
  const author = await findOrCreateCorrespondent(uow, { email: sender.address, name: sender.name })
  const isElsewhere = (await filing.standIns()).length > 0
  const threading = threadingOf(decision, !isElsewhere && (await filing.twins()).hasNamesake)
  const received = await receiveMessage(uow, {
    ticketId: decision.ticketId,
    authorId: author.id,
    message: { ...message, threading, placedAt: placeAfter(decision.answeredAt, message.placedAt) },
    isAutomatic: isWrittenByProgram(kind),
    spamReason: filing.spamReason,
  })
  // Who was in copy long ago does not get the answers of today.
  if (kind === 'no' && !message.older) await joinCopies(uow, received.ticketId, { ...filing, authorId: author.id })
  await linkSameMail(uow, received, filing)
  const at = { ticketId: received.ticketId, rule: threading.rule }
  if (isAutomaticAnswer(kind)) return ended('auto_reply', `An automatic answer. ${threading.reason}`, at)
  return received.isFollowUp
    ? ended('created', `A follow-up, since the ticket is closed. ${threading.reason}`, at)
    : ended('appended', threading.reason, at)
}

/** What was decided, and when the latest mail of that ticket which this one answers was written. */
export type Threaded = ByQueue & { answeredAt: Date | null }

/** `elsewhere`: the ticket of another queue that it belongs to as well. */
type ByQueue = ThreadDecision & { elsewhere: Candidates['elsewhere'][number] | null }

/** Which ticket the mail names, and what its sender may do there. */
export async function decideOnThread(uow: UnitOfWork, filing: Filing): Promise<Threaded> {
  const { row, read, own, sender, mailbox } = filing
  const { mail, body } = read
  const hints = collectThreadHints(
    {
      ...mail,
      deliveredTo: [...row.envelopeTo, ...mail.deliveredTo],
      html: `${body.html ?? ''}\n${body.quotedHtml ?? ''}`,
    },
    { mailboxAddresses: own },
  )
  const { hasNamesake } = await filing.twins()
  const candidates = await threadCandidates(uow, {
    hints,
    ownId: hasNamesake ? null : row.rfcMessageId,
    threadIds: row.threadIds,
    writer: { address: sender.address, person: await filing.person() },
    mailboxId: row.mailboxId,
    queueId: mailbox.queueId,
  })
  const decision = decideByQueue(candidates, filing)
  const ticketId = decision.kind === 'new' ? null : decision.ticketId
  return { ...decision, answeredAt: ticketId === null ? null : (candidates.answeredAt.get(ticketId) ?? null) }
}

/**
 * What comes to the mailbox of a queue reaches that queue. Where it belongs to a ticket of another one, it starts a ticket
 * here that is linked to that one, and what has to be held there is only suggested here. An automatic answer starts nothing.
 */
function decideByQueue({ here, elsewhere }: Candidates, filing: Filing): ByQueue {
  const { sender } = filing
  const program = programOf(filing)
  const who = {
    isContradicted: sender.verdict === 'contradicted',
    isAligned: sender.verdict === 'authenticated' || sender.isEnvelopeAligned === true,
    isOnlyClaimed: isOnlyClaimed(filing),
    program,
  }
  const decision = decideThread(program === 'responder' ? [...here, ...elsewhere] : here, who)
  if (decision.kind !== 'new' || program === 'responder') return { ...decision, elsewhere: null }
  const other = decideThread(elsewhere, who)
  if (other.kind === 'admitted') {
    const { rule, ticketId } = other
    const ticket = elsewhere.find(it => it.ticketId === ticketId) ?? null
    return { kind: 'new', suggestedTicketId: null, rule, reason: 'other_queue', elsewhere: ticket }
  }
  const { rule, reason } = other
  const suggestedTicketId = other.kind === 'held' ? other.ticketId : other.suggestedTicketId
  return { ...(decision.rule ? decision : { kind: 'new', suggestedTicketId, rule, reason }), elsewhere: null }
}

/** A list that our own server vouches for has checked its writers; a visitor of a form writes any address. */
const isOnlyClaimed = ({ sender, claim, isFromProven, isClaimProven }: Filing): boolean =>
  sender.origin !== 'from' && !(claim === null ? isFromProven : isClaimProven)

function programOf({ kind, sender }: Filing): 'sender' | 'responder' | null {
  if (isAutomaticAnswer(kind)) return 'responder'
  return kind === 'no' && !isUnreadAddress(sender.address) ? null : 'sender'
}
