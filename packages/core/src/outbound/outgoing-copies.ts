import { forEnvelope, withReplyTo } from '@gotrs/mail/compose'
import type { ClaimedMail } from './claimed-mail.ts'

/** Bytes and envelope as they are sent. */
export type OutgoingCopy = { from: string; to: string[]; raw: Buffer }

/** A group of the mail that goes over the line at once, and whom it is for as the outbox knows them. */
export type RecipientGroup = { addresses: string[]; replyAddress: string | null }

/**
 * Each recipient who was given a reply address gets a copy that names it, also as its envelope sender (VERP), and with
 * the same Message-ID; all others share one copy. Bcc'd people learn of nobody and nobody of them, as before.
 */
export function recipientGroupsOf({ waitingFor }: Pick<ClaimedMail, 'waitingFor'>): RecipientGroup[] {
  const inOrder = waitingFor.toSorted((one, other) => one.place - other.place)
  return [...Map.groupBy(inOrder, it => it.replyAddress)].map(([replyAddress, its]) => ({
    replyAddress,
    addresses: its.map(it => it.address),
  }))
}

/** `onTheLine`: the recipient of each envelope address. `plainFrom`: the sender without a signature. */
export function outgoingCopyOf(mail: ClaimedMail, { addresses, replyAddress }: RecipientGroup, raw: Buffer) {
  const onTheLine = new Map(addresses.map(it => [forEnvelope(it), it]))
  const plainFrom = forEnvelope(mail.envelopeFrom)
  const from = mail.envelopeFrom && forEnvelope(replyAddress ?? mail.envelopeFrom)
  const bytes = replyAddress === null ? raw : withReplyTo(raw, { name: mail.replyName, address: replyAddress })
  return { copy: { from, to: [...onTheLine.keys()], raw: bytes }, plainFrom, onTheLine }
}
