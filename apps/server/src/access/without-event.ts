/** Changes by staff that write no event, each with its reason. */
export const withoutEvent: Record<string, string> = {
  'drafts.update': 'a draft is private',
  'drafts.delete': 'a draft is private',
  'newTicketDraft.update': 'a draft is private',
  'newTicketDraft.delete': 'a draft is private',
  'tickets.markRead': 'only changes how the caller sees the ticket in lists',
  'presence.report': 'is ephemeral',
  'notifications.markRead': 'only changes how the caller sees their notices',
  'mailboxes.test': 'changes nothing',
  'mailboxes.startOAuth': 'changes nothing: the callback does, and writes mailbox.connected',
}
