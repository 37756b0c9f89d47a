import { outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { forEnvelope, withReplyTo } from '@gotrs/mail/compose'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import type { ClaimedMail } from './claim.ts'

/** Bytes and envelope as they go over the line. */
export type OutgoingCopy = { from: string; to: string[]; raw: Buffer }

/** A group of the mail that goes over the line at once, and whom it is for as the outbox knows them. */
export type RecipientGroup = { addresses: string[]; replyAddress: string | null }

/**
 * Each recipient who was given a reply address gets a copy that names it, also as its envelope sender (VERP), and with
 * the same Message-ID; all others share one copy. Bcc'd people learn of nobody and nobody of them, as before.
 */
export async function recipientGroupsOf({ db }: Pick<Kernel, 'db'>, mail: ClaimedMail): Promise<RecipientGroup[]> {
  if (mail.waitingFor.length === 0) return []
  const rows = await db
    .select({ address: outboundRecipients.address, replyAddress: outboundRecipients.replyAddress })
    .from(outboundRecipients)
    .where(and(eq(outboundRecipients.mailId, mail.id), inArray(outboundRecipients.address, mail.waitingFor)))
    .orderBy(asc(outboundRecipients.kind), asc(outboundRecipients.address))
  const groups = new Map<string, RecipientGroup>()
  for (const { address, replyAddress } of rows) {
    const group = groups.get(replyAddress ?? '') ?? { addresses: [], replyAddress }
    group.addresses.push(address)
    groups.set(replyAddress ?? '', group)
  }
  return [...groups.values()]
}

/** `onTheLine`: the recipient of each envelope address. `plainFrom`: the sender without a signature. */
export function outgoingCopyOf(mail: ClaimedMail, { addresses, replyAddress }: RecipientGroup, raw: Buffer) {
  const onTheLine = new Map(addresses.map(it => [forEnvelope(it), it]))
  const plainFrom = forEnvelope(mail.envelopeFrom)
  const from = mail.envelopeFrom && forEnvelope(replyAddress ?? mail.envelopeFrom)
  const bytes = replyAddress === null ? raw : withReplyTo(raw, { name: mail.replyName, address: replyAddress })
  return { copy: { from, to: [...onTheLine.keys()], raw: bytes }, plainFrom, onTheLine }
}
