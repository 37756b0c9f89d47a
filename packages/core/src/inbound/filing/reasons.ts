import type { ThreadDecision, ThreadRefusal, ThreadRule } from '@gotrs/mail/thread'

/** "Conversation", because a closed ticket is continued in a follow-up. */
const admitted: Record<ThreadRule, string> = {
  reply_address: 'It was sent to the reply address that its sender got in this conversation.',
  in_reply_to: 'It answers a mail of this conversation, and its sender takes part in it.',
  references: 'It refers to a mail of this conversation, and its sender takes part in it.',
  named_by: 'A mail of this conversation, which came before it, answers it, and its sender takes part in it.',
  subject_number: "Its subject has this conversation's ticket number, and its sender takes part in it.",
  shared_reference: 'It answers a mail that a mail of this conversation answers too, and its sender takes part in it.',
  body_marker: 'It quotes the reference line of this conversation, and its sender takes part in it.',
}

const pointedHere: Record<ThreadRule, string> = {
  reply_address: 'It was sent to a reply address of this ticket',
  in_reply_to: 'It answers a mail of this ticket',
  references: 'It refers to a mail of this ticket',
  named_by: 'A mail of this ticket, which came before it, answers it',
  subject_number: 'Its subject has the number of this ticket',
  shared_reference: 'It answers a mail that a mail of this ticket answers too',
  body_marker: 'It quotes the reference line of this ticket',
}

const pointedAt: Record<ThreadRule, string> = {
  reply_address: 'It was sent to a reply address of another ticket',
  in_reply_to: 'It answers a mail of another ticket',
  references: 'It refers to a mail of another ticket',
  named_by: 'A mail of another ticket, which came before it, answers it',
  subject_number: 'Its subject has the number of another ticket',
  shared_reference: 'It answers a mail that a mail of another ticket answers too',
  body_marker: 'It quotes a reference line of another ticket',
}

const refused: Record<Exclude<ThreadRefusal, 'no_hint'>, string> = {
  sender_not_participant: 'its sender is not part of the ticket',
  sender_contradicted: 'its sender may be forged',
  sender_only_claimed: 'nothing proves that its sender wrote it',
  sender_is_program: 'a program wrote it',
  token_of_another: 'that address was made for somebody else',
  token_invalid: 'that address is not valid for its sender',
  only_a_hint: 'that alone proves nothing',
  other_queue: 'it came to the mailbox of another queue',
}

export type Threading = { rule: string; reason: string; suggestedTicketId: string | null }

/** Why a mail is where it is: shown on the message and in the ledger. An automatic answer waits for nobody's decision. */
export function threadingOf(decision: ThreadDecision, hasOther: boolean, isAutomaticAnswer = false): Threading {
  const warning = hasOther ? ' Another mail came under the same Message-ID.' : ''
  const whatNext = isAutomaticAnswer ? 'It is an automatic answer and needs no decision.' : 'It waits for a decision.'
  return {
    rule: decision.rule ?? 'none',
    reason: textOf(decision, whatNext) + warning,
    suggestedTicketId: decision.kind === 'new' ? decision.suggestedTicketId : null,
  }
}

function textOf(decision: ThreadDecision, whatNext: string): string {
  if (decision.kind === 'admitted') return admitted[decision.rule]
  const { rule, reason } = decision
  if (rule === null || reason === 'no_hint') return 'It starts this ticket.'
  return decision.kind === 'held'
    ? `${pointedHere[rule]}, but ${refused[reason]}. ${whatNext}`
    : `${pointedAt[rule]}, but ${refused[reason]}, so it starts a ticket of its own.`
}
