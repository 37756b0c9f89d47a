/** The rules that decide the ticket of a mail, as people call them. */
const rules: Record<string, string> = {
  reply_address: 'reply address',
  in_reply_to: 'answer to a mail (In-Reply-To)',
  references: 'earlier mails (References)',
  named_by: 'an earlier mail of the ticket answers this one',
  shared_reference: 'answer to the same mail (References)',
  written_outside: 'reply by staff outside GOTRS',
  body_marker: 'reference line in the quoted text',
  subject_number: 'ticket number in the subject',
  forwarded: 'forwarded by staff',
  bounce: 'delivery report on a mail of this ticket',
  split: 'manually moved to a new ticket',
  by_hand: 'manually rerouted',
}

/** Null where no rule matched; a rule that only a newer server knows is given as it is called there. */
export const ruleText = (rule: string | null): string | null =>
  rule === null || rule === 'none' || rule === '' ? null : (rules[rule] ?? rule.replaceAll('_', ' '))
