import type { SenderVerdict } from '@gotrs/mail/authentication/sender-authentication'
import { type Duplicate, hasSameSubject } from './find-duplicates.ts'
import { ended } from './outcome.ts'
import type { FilingContext, IncomingMail, Rule } from './rule.ts'

/** The same mail has arrived before, by another route, for people who can see it there. */
export const duplicateRule: Rule = async (incoming, context) => {
  for (const duplicate of await context.trustedDuplicates()) {
    if (!(await isSeenHere(duplicate, incoming, context))) continue
    return ended('duplicate', 'The same mail is in this ticket already.', {
      ticketId: duplicate.ticketId,
      rule: 'message_id',
    })
  }
  return null
}

/** The bytes of each are read. One mail comes by a few ways; a device that sends one again and again is filed each time. */
const maxCompared = 5

/** The same mail as it was filed before, if it may replace this one. */
export async function findTrustedDuplicates(incoming: IncomingMail, context: FilingContext): Promise<Duplicate[]> {
  const trusted: Duplicate[] = []
  for (const duplicate of (await context.duplicates()).same.slice(0, maxCompared)) {
    const { subject } = incoming.read.mail
    if (!(await isTrusted(duplicate, incoming, context))) continue
    if (await hasSameSubject(context.uow, duplicate, subject)) trusted.push(duplicate)
  }
  return trusted
}

/**
 * A mail to several departments reaches each of them, so it is filed once for each queue: not again if it came to the same
 * mailbox or queue, is in this queue by now, or belongs to that ticket anyway. A mail that an agent wrote or forwarded
 * had its effect when it came first.
 */
async function isSeenHere(duplicate: Duplicate, { row, mailbox }: IncomingMail, context: FilingContext) {
  const { queueId } = mailbox
  if (duplicate.isByAgent || duplicate.mailboxId === row.mailboxId) return true
  if (duplicate.queueId === queueId || duplicate.mailboxQueueId === queueId) return true
  const decision = await context.thread()
  return decision.kind !== 'new' && decision.ticketId === duplicate.ticketId
}

const rank: Record<SenderVerdict, number> = { contradicted: 0, unknown: 1, authenticated: 2 }

/**
 * A stranger who knows a mail can bring a copy of it first, with a worse sender or held where the mail does not belong.
 * A mail may be dropped only for one whose sender is trusted as far, and that people see or that waits in the same
 * place.
 */
async function isTrusted(duplicate: Duplicate, { sender }: IncomingMail, context: FilingContext): Promise<boolean> {
  if (rank[duplicate.verdict ?? 'unknown'] < rank[sender.verdict]) return false
  if (!duplicate.isHeld) return true
  const decision = await context.thread()
  if (decision.kind === 'held') return decision.ticketId === duplicate.ticketId
  return decision.kind === 'new' && sender.verdict === 'contradicted' && duplicate.outcome === 'created'
}
