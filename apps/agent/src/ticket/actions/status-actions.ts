import type { Ticket } from '@gotrs/contract/tickets'
import type { HeaderAction } from './header-action.ts'

export const take = {
  label: 'Take',
  hint: 'Assign to me',
  keys: 'm',
  verb: 'assign',
  isOffered: ({ staff }, me) => staff?.assignee?.id !== me.id,
  command: { said: 'assigned to you', act: { verb: 'take' } },
} as const satisfies HeaderAction

const isDone = ({ status }: Ticket) => status === 'resolved' || status === 'closed'

export const resolve = {
  label: 'Resolve',
  hint: 'Resolve',
  keys: 'e',
  verb: 'resolve',
  isOffered: ticket => !isDone(ticket),
  command: { said: 'resolved', leaves: true, act: { verb: 'resolve' } },
  sentences: { 'ticket.resolved': (_, { who }) => `${who} resolved it` },
} as const satisfies HeaderAction

export const reopen = {
  label: 'Reopen',
  verb: 'reopen',
  isOffered: isDone,
  command: { said: 'reopened', act: { verb: 'reopen' } },
  sentences: { 'ticket.reopened': (_, { who }) => `${who} reopened it` },
} as const satisfies HeaderAction

export const close = {
  label: 'Close',
  hint: 'Close for good; a reply starts a follow-up',
  verb: 'close',
  command: { said: 'closed', leaves: true, act: { verb: 'close' } },
  sentences: { 'ticket.closed': (_, { who }) => `${who} closed it` },
} as const satisfies HeaderAction
