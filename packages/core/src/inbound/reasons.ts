import type { ThreadDecision, ThreadRefusal, ThreadRule } from '@gotrs/mail/thread'

const admitted: Record<ThreadRule, string> = {
  reply_address: 'It was sent to the reply address that is signed for this ticket.',
  in_reply_to: 'It answers a mail of this ticket, and its sender takes part in it.',
  references: 'It refers to a mail of this ticket, and its sender takes part in it.',
  body_marker: 'It quotes the marker that is signed for this ticket.',
  subject_number: 'Its subject names this ticket, and its sender takes part in it.',
}

const refused: Record<ThreadRefusal, string> = {
  no_hint: 'It belongs to no earlier ticket.',
  sender_not_participant: 'It speaks of another ticket, but its sender takes no part in that one.',
  sender_ambiguous: 'It speaks of another ticket, but who sent it cannot be told for certain.',
  signature_invalid: 'It was sent to a reply address whose signature is not valid for its sender.',
}

/** Why a mail stands where it stands: shown on the message and in the ledger. */
export function threadingOf(decision: ThreadDecision, hasNamesake: boolean) {
  const reason = decision.ticketId === null ? refused[decision.reason] : admitted[decision.rule]
  const warning = hasNamesake ? ' Another mail with other content came under the same Message-ID.' : ''
  return {
    rule: decision.rule ?? 'none',
    reason: reason + warning,
    suggestedTicketId: decision.ticketId === null ? decision.suggestedTicketId : null,
  }
}
