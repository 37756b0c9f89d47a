/** The procedure behind a row whose targets are not simply those of its first procedure, by what the row is asked of. */
export const sameAs: Record<string, Record<string, [procedure: string, target: string]>> = {
  'put /api/tickets/{ticketId}': {
    support: ['tickets.resolve', 'support'],
    billing: ['tickets.resolve', 'billing'],
    legal: ['tickets.resolve', 'legal'],
    missing: ['tickets.resolve', 'missing'],
    'support reopened': ['tickets.reopen', 'support'],
    'support closed': ['tickets.close', 'support'],
    'support, fields of staff': ['tickets.setPriority', 'support'],
    'billing, fields of staff': ['tickets.tag', 'billing'],
    'missing, fields of staff': ['tickets.setPriority', 'missing'],
    'support, nothing': ['tickets.get', 'support'],
    'billing, nothing': ['tickets.get', 'billing'],
    'missing, nothing': ['tickets.get', 'missing'],
    'support into legal': ['tickets.move', 'support to legal'],
  },
  'post /api/tickets/{ticketId}/messages': {
    support: ['messages.reply', 'support'],
    billing: ['messages.reply', 'billing'],
    legal: ['messages.reply', 'legal'],
    missing: ['messages.reply', 'missing'],
    'note in support': ['messages.addNote', 'support'],
    'note in billing': ['messages.addNote', 'billing'],
    'missing, note': ['messages.addNote', 'missing'],
  },
  'post /api/tickets': {
    // A queue may be named by its name here, which only staff may look up.
    'in legal by its name': ['tickets.create', 'in legal'],
  },
}

type Difference = {
  /** Of the row, with what it is asked of, or all of it. */
  row: string
  target?: string
  /** What the procedure decides, and what the row does. */
  from: string
  to: string
  because: string
}

/** Where REST decides otherwise than the procedure does, each with its reason. What is no longer so turns the test red. */
export const differences: Difference[] = [
  {
    row: 'put /api/tickets/{ticketId}',
    from: 'forbidden',
    to: 'not_found',
    because: 'the ticket is read first: who may not read it hears that there is none',
  },
  {
    row: 'post /api/tickets',
    target: 'missing queue',
    from: 'forbidden',
    to: 'not_found',
    because: 'a queue may be named by its name here, and is looked up first among those that all staff may list',
  },
  {
    row: 'get /api/auth/me',
    from: 'ok',
    to: 'not_logged_in',
    because:
      'the procedure answers null to nobody, which a page wants to know; a program is told that it is not logged in',
  },
]

/** What a row is asked that no procedure can be asked, with the reason. */
export const onlyByRest: Record<string, string> = {
  'post /api/tickets|missing name': 'a procedure takes the id of a queue alone',
}
