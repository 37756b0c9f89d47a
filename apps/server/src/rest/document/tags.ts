/** The heading of a noun in the documentation, where it is not simply the noun. */
const titles: Record<string, string> = {
  auth: 'Accounts',
  notifications: 'Accounts',
  tokens: 'API tokens',
  users: 'People',
  inbound: 'Incoming mail',
  outbox: 'Outgoing mail',
  settings: 'Desk',
}

/** Of a procedure, by its noun: `queues.list` is found under Queues. */
export function tagOf(procedure: string): string {
  const [noun = ''] = procedure.split('.')
  return titles[noun] ?? `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`
}
