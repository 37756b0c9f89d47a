type Noun = {
  /** Its heading in the documentation. */
  tag: string
  /** What it is called in an `operationId`: one, and several. */
  one: string
  many?: string
}

/** The public name of a noun of the router, if it differs. */
const nouns: Record<string, Noun> = {
  auth: { tag: 'Accounts', one: '' },
  notifications: { tag: 'Accounts', one: 'NotificationSettings' },
  tokens: { tag: 'API tokens', one: 'ApiToken', many: 'ApiTokens' },
  users: { tag: 'People', one: 'User', many: 'Users' },
  mailboxes: { tag: 'Mailboxes', one: 'Mailbox', many: 'Mailboxes' },
  inbound: { tag: 'Incoming mail', one: 'InboundMail', many: 'InboundMails' },
  outbox: { tag: 'Outgoing mail', one: 'OutboundMail', many: 'OutboundMails' },
  newTicketDraft: { tag: 'Drafts', one: 'NewTicketDraft' },
  presence: { tag: 'Tickets', one: 'Presence' },
  settings: { tag: 'Desk', one: 'Settings' },
}

/** The headings of the documentation in their order. */
export const tags = {
  Tickets: 'A question or problem, with a number, a status and a conversation.',
  Messages: 'The answers and notes of a ticket, and mail that waits for a decision.',
  Attachments: 'Files of messages. Upload a file first, then name its id in a message.',
  Drafts: 'The answer that you are writing on a ticket, one per person and ticket; and your form for a new ticket.',
  'Bulk acts': 'One verb for many tickets, done by a job.',
  Views: 'Saved filters of the list of tickets.',
  People: 'Customers, agents and admins.',
  Organisations: 'The businesses that customers belong to.',
  Queues: 'The tickets that one group of agents works on.',
  Events: 'What happened, in order. Read it to catch up after a break.',
  Live: 'Hints of changes while they happen, as server-sent events.',
  Webhooks: 'Addresses to which the desk sends events, and their deliveries.',
  Accounts: 'Login, your own account, password and logins.',
  'API tokens': 'Secrets with which programs act as their owner.',
  Mailboxes: 'The addresses that the desk receives and sends mail as. For admins.',
  'Incoming mail': 'The ledger of every mail that came in. For admins.',
  'Outgoing mail': 'The outbox: every mail that the desk sends, and its state. For admins.',
  Desk: 'The name, limits and settings of the desk.',
} as const

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

function nounOf(procedure: string): Required<Noun> {
  const [noun = ''] = procedure.split('.')
  const {
    tag,
    one,
    many = one,
  } = nouns[noun] ?? { tag: capital(noun), one: capital(noun).replace(/s$/, ''), many: capital(noun) }
  return { tag, one, many }
}

/** The heading of a procedure: `queues.list` is found under Queues. */
export const tagOf = (procedure: string): string => nounOf(procedure).tag

/**
 * The name of a call in generated clients: `tickets.list` is `listTickets`, `tickets.setPriority` is `setTicketPriority`.
 * A procedure whose name is not a verb says its `operationId` itself.
 */
export function operationIdOf(procedure: string): string {
  const [, name = ''] = procedure.split('.')
  const { one, many } = nounOf(procedure)
  const verb = /^[a-z]+/.exec(name)?.[0] ?? ''
  return `${verb}${verb === 'list' ? many : one}${name.slice(verb.length)}`
}
