/** What staff do that changes something and leaves no line in the audit log, each with its reason. */
export const withoutEvent: Record<string, string> = {
  'drafts.update': 'nobody else is to know what somebody is writing',
  'drafts.delete': 'nobody else is to know what somebody is writing',
  'tickets.markRead': 'only the own bold line of the list changes',
  'mailboxes.test': 'changes nothing',
  'mailboxes.startOAuth': 'changes nothing: the way back does, and writes mailbox.connected',
}
