import type { EventType } from '@gotrs/contract/events'
import type { LiveHint } from '@gotrs/contract/live'

type Effects = {
  ticket?: boolean
  lists?: boolean
  drafts?: boolean
  outbox?: boolean
  inbound?: boolean
  mailboxes?: boolean
  queues?: boolean
  settings?: boolean
  people?: boolean
  webhooks?: boolean
  text?: string
}

const ticketChange: Effects = { ticket: true, lists: true }
const mailChange: Effects = { ticket: true, outbox: true }
const nothing: Effects = {}

/** What each kind of event makes stale, and what is said aloud. A new event type does not compile until it is here. */
const effects = {
  'ticket.created': { ...ticketChange, inbound: true, text: 'A new ticket has arrived' },
  'ticket.assigned': ticketChange,
  'ticket.prioritySet': ticketChange,
  'ticket.moved': ticketChange,
  'ticket.tagged': ticketChange,
  'ticket.untagged': ticketChange,
  'ticket.renamed': ticketChange,
  'ticket.participantAdded': ticketChange,
  'ticket.participantRemoved': ticketChange,
  'ticket.opened': ticketChange,
  'ticket.resolved': ticketChange,
  'ticket.closed': ticketChange,
  'ticket.reopened': ticketChange,
  'ticket.linked': { ticket: true },
  'ticket.deleted': ticketChange,
  'message.received': { ...ticketChange, inbound: true, text: 'A customer has written' },
  'message.sent': { ...ticketChange, outbox: true },
  'message.held': { ...ticketChange, inbound: true, text: 'A mail is held for a decision' },
  'message.accepted': { ...ticketChange, inbound: true },
  'message.rejected': { ...ticketChange, inbound: true },
  'note.added': ticketChange,
  'message.moved': { ...ticketChange, inbound: true },
  'mail.delivered': mailChange,
  'mail.caught': mailChange,
  'mail.failed': { ...mailChange, text: 'A mail could not be delivered' },
  'mail.retried': mailChange,
  'mail.cancelled': mailChange,
  'mail.keptAsDraft': { ticket: true, inbound: true, drafts: true },
  'mail.quarantined': { inbound: true, text: 'A mail could not be filed and is kept back' },
  'mail.replayed': { inbound: true },
  'mail.rerouted': { ...ticketChange, inbound: true },
  'user.created': nothing,
  'user.registrationRequested': { outbox: true },
  'user.registrationRepeated': { outbox: true },
  'user.registered': nothing,
  'user.passwordResetRequested': { outbox: true },
  'user.passwordChanged': nothing,
  'user.loggedIn': nothing,
  'user.renamed': nothing,
  'user.notificationsSet': nothing,
  'user.updated': { people: true },
  'user.roleChanged': nothing,
  'user.queuesChanged': nothing,
  'login.failed': nothing,
  'export.made': nothing,
  'session.revoked': nothing,
  'apiToken.created': nothing,
  'apiToken.revoked': nothing,
  'apiToken.used': nothing,
  'webhook.saved': { webhooks: true },
  'webhook.switchedOff': { webhooks: true },
  'webhook.removed': { webhooks: true },
  'webhook.replayed': { webhooks: true },
  'view.saved': { lists: true },
  'view.removed': { lists: true },
  'queue.created': { queues: true },
  'queue.updated': { queues: true },
  'mailbox.saved': { mailboxes: true },
  'mailbox.connected': { mailboxes: true },
  'settings.saved': { settings: true },
} as const satisfies Record<EventType, Effects>

/** A type that this page does not know comes from a newer server: the ticket and the lists may have changed. */
export function hintEffects(hint: LiveHint): Effects {
  const known: Partial<Record<string, Effects>> = effects
  return known[hint.type] ?? ticketChange
}
