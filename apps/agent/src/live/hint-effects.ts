import type { LiveHint } from '@gotrs/contract/live'

export type Effects = {
  ticket?: boolean
  lists?: boolean
  drafts?: boolean
  notices?: boolean
  presence?: boolean
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

type NounOf<T> = T extends `${infer Noun}.${string}` ? Noun : never

/** What the events of a noun make stale. A new noun does not compile until it is here. */
const byNoun = {
  ticket: ticketChange,
  message: { ...ticketChange, inbound: true },
  note: ticketChange,
  draft: { drafts: true },
  notice: { notices: true },
  presence: { presence: true },
  mail: mailChange,
  user: nothing,
  organisation: { people: true },
  login: nothing,
  export: nothing,
  session: nothing,
  apiToken: nothing,
  webhook: { webhooks: true },
  bulk: {},
  view: { lists: true },
  queue: { queues: true },
  mailbox: { mailboxes: true },
  settings: { settings: true },
} as const satisfies Record<NounOf<LiveHint['type']>, Effects>

/** Events that make something else stale than their noun does, or that are announced. */
const byType: Partial<Record<LiveHint['type'], Effects>> = {
  'ticket.created': { ...ticketChange, inbound: true, text: 'New ticket' },
  'ticket.assigned': { ...ticketChange, notices: true },
  'ticket.linked': { ticket: true },
  'message.received': { ...byNoun.message, notices: true, text: 'New message from a customer' },
  'note.added': { ...ticketChange, notices: true },
  'note.mentioned': { ...ticketChange, notices: true },
  'message.sent': { ...ticketChange, outbox: true },
  'message.held': { ...byNoun.message, text: 'A mail is held for review' },
  'mail.failed': { ...mailChange, notices: true, text: 'A mail could not be delivered' },
  'mail.keptAsDraft': { ticket: true, inbound: true, drafts: true },
  'mail.quarantined': { inbound: true, text: 'A mail is quarantined' },
  'mail.replayed': { inbound: true },
  'mail.rerouted': { ...ticketChange, inbound: true },
  'user.registrationRequested': { outbox: true },
  'user.registrationRepeated': { outbox: true },
  'user.passwordResetRequested': { outbox: true },
  'user.updated': { people: true },
}

/** A noun that this page does not know comes from a newer server: the ticket and the lists may have changed. */
export function hintEffects({ type }: LiveHint): Effects {
  const nouns: Partial<Record<string, Effects>> = byNoun
  return byType[type] ?? nouns[type.slice(0, type.indexOf('.'))] ?? ticketChange
}
