import { isAutomaticAnswer } from '@gotrs/mail/automatic-kind'
import { collectThreadHints, decideThread, type ThreadDecision } from '@gotrs/mail/thread'
import { isUnreadAddress } from '../../correspondents/unread-address.ts'
import { type Candidates, threadCandidates } from './candidates.ts'
import type { FilingContext, IncomingMail, Threaded } from './rule.ts'

/** Which ticket the mail names, and what its sender may do there. */
export async function decideThreadOf(incoming: IncomingMail, context: FilingContext): Promise<Threaded> {
  const { row, read, own, sender, mailbox, isAnswered } = incoming
  const { mail, body } = read
  const hints = collectThreadHints(
    {
      ...mail,
      deliveredTo: [...row.envelopeTo, ...mail.deliveredTo],
      html: `${body.html ?? ''}\n${body.quotedHtml ?? ''}`,
    },
    { mailboxAddresses: own },
  )
  const { hasOther } = await context.duplicates()
  const candidates = await threadCandidates(context.uow, {
    hints,
    ownId: hasOther || !isAnswered ? null : row.rfcMessageId,
    threadIds: row.threadIds,
    writer: { address: sender.address, person: await context.person() },
    mailboxId: row.mailboxId,
    queueId: mailbox.queueId,
  })
  const decision = decideByQueue(candidates, incoming)
  const ticketId = decision.kind === 'new' ? null : decision.ticketId
  return { ...decision, answeredAt: ticketId === null ? null : (candidates.answeredAt.get(ticketId) ?? null) }
}

/**
 * What comes to the mailbox of a queue reaches that queue. Where it belongs to a ticket of another one, it starts a ticket
 * here that is linked to that one, and what has to be held there is only suggested here. An automatic answer starts nothing.
 */
function decideByQueue(
  { here, elsewhere }: Candidates,
  incoming: IncomingMail,
): ThreadDecision & Pick<Threaded, 'elsewhere'> {
  const { sender } = incoming
  const program = programOf(incoming)
  const who = {
    isContradicted: sender.verdict === 'contradicted',
    isAligned: sender.verdict === 'authenticated' || sender.isEnvelopeAligned === true,
    isOnlyClaimed: isOnlyClaimed(incoming),
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

/** A list that our own server verifies has checked its writers; the visitor of a form can enter any address. */
const isOnlyClaimed = ({ sender, claim, isFromProven, isClaimProven }: IncomingMail): boolean =>
  sender.origin !== 'from' && !(claim === null ? isFromProven : isClaimProven)

function programOf({ kind, sender }: IncomingMail): 'sender' | 'responder' | null {
  if (isAutomaticAnswer(kind)) return 'responder'
  return kind === 'no' && !isUnreadAddress(sender.address) ? null : 'sender'
}
