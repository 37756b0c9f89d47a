import type { Ticket } from '@gotrs/contract/tickets'
import type { HeaderAction } from './header-action.ts'

export const take = {
  label: 'Take',
  hint: 'Assign to me',
  keys: 'm',
  verb: 'assign',
  isOffered: ({ staff }, me) => staff?.assignee?.id !== me.id,
  command: { said: 'assigned to you', run: (client, seen) => client.tickets.take.mutate(seen) },
} as const satisfies HeaderAction

const isDone = ({ status }: Ticket) => status === 'resolved' || status === 'closed'

export const resolve = {
  label: 'Resolve',
  hint: 'Resolve',
  keys: 'e',
  verb: 'resolve',
  isOffered: ticket => !isDone(ticket),
  command: { said: 'resolved', leaves: true, run: (client, seen) => client.tickets.resolve.mutate(seen) },
  sentences: { 'ticket.resolved': (_, { who }) => `${who} resolved it` },
} as const satisfies HeaderAction

export const reopen = {
  label: 'Reopen',
  verb: 'reopen',
  isOffered: isDone,
  command: { said: 'reopened', run: (client, seen) => client.tickets.reopen.mutate(seen) },
  sentences: { 'ticket.reopened': (_, { who }) => `${who} reopened it` },
} as const satisfies HeaderAction

export const close = {
  label: 'Close',
  hint: 'Close for good; a reply starts a follow-up',
  verb: 'close',
  command: { said: 'closed', leaves: true, run: (client, seen) => client.tickets.close.mutate(seen) },
  sentences: { 'ticket.closed': (_, { who }) => `${who} closed it` },
} as const satisfies HeaderAction
