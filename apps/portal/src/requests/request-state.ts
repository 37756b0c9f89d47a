import type { Ticket } from '@gotrs/contract/tickets'

/** The state of a request, in the customer's words. */
export type RequestState = 'new' | 'open' | 'waiting' | 'solved' | 'closed'

export const stateTexts = {
  new: 'Received',
  open: 'In progress',
  waiting: 'Waiting for your answer',
  solved: 'Solved',
  closed: 'Closed',
} as const satisfies Record<RequestState, string>

/** An open request whose last word is ours waits for the customer. */
export function stateOf({ status, lastMessage }: Pick<Ticket, 'status' | 'lastMessage'>): RequestState {
  if (status === 'resolved') return 'solved'
  if (status === 'open' && lastMessage && lastMessage.authorRole !== 'customer') return 'waiting'
  return status
}

/**
 * What a customer may do in which status; the workflow table of the contract says the same, by test. Said again here
 * because its file would bring the whole of Zod into the page.
 */
export const canResolve = (status: Ticket['status']) => status === 'new' || status === 'open'
export const canReopen = (status: Ticket['status']) => status === 'resolved'
