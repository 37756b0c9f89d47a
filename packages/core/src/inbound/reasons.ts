import type { ThreadDecision, ThreadRefusal, ThreadRule } from '@gotrs/mail/thread'

/** "Conversation", since a closed ticket is continued in a follow-up. */
const admitted: Record<ThreadRule, string> = {
  reply_address: 'It was sent to the reply address of this conversation.',
  in_reply_to: 'It answers a mail of this conversation, and its sender takes part in it.',
  references: 'It refers to a mail of this conversation, and its sender takes part in it.',
  body_marker: 'It quotes the reference line of this conversation.',
  subject_number: "Its subject has this conversation's ticket number, and its sender takes part in it.",
}

const pointedAt: Record<ThreadRule, string> = {
  reply_address: 'It was sent to a reply address of another ticket',
  in_reply_to: 'It answers a mail of another ticket',
  references: 'It refers to a mail of another ticket',
  body_marker: 'It quotes a reference line of another ticket',
  subject_number: 'Its subject has the number of another ticket',
}

const keptOut: Record<Exclude<ThreadRefusal, 'no_hint'>, string> = {
  sender_not_participant: 'its sender takes no part in that one',
  sender_ambiguous: 'who sent it cannot be told for certain',
  signature_invalid: 'the signature in it is not valid for its sender',
}

/** Why a mail stands where it stands: shown on the message and in the ledger. */
export function threadingOf(decision: ThreadDecision, hasNamesake: boolean) {
  const reason = decision.ticketId === null ? refusalText(decision) : admitted[decision.rule]
  const warning = hasNamesake ? ' Another mail with other content came under the same Message-ID.' : ''
  return {
    rule: decision.rule ?? 'none',
    reason: reason + warning,
    suggestedTicketId: decision.ticketId === null ? decision.suggestedTicketId : null,
  }
}

function refusalText({ rule, reason }: Extract<ThreadDecision, { ticketId: null }>): string {
  if (rule === null || reason === 'no_hint') return 'It starts this ticket.'
  return `${pointedAt[rule]}, but ${keptOut[reason]}, so it starts a ticket of its own.`
}
