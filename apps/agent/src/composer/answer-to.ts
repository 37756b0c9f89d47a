import type { TicketDetail } from '@gotrs/contract/tickets'

type Conversation = Pick<TicketDetail, 'customer'> & {
  staff: Pick<NonNullable<TicketDetail['staff']>, 'answerTo'> | null
}

/** Whom an answer goes to by itself: the server decides it, so that the API and this screen agree. */
export const answerTo = ({ staff }: Conversation): string[] => staff?.answerTo ?? []

/** A warning that the answer goes to somebody else than the author it answers; null if it does not. */
export function elsewhereText(ticket: Conversation, to: readonly string[]): string | null {
  const { customer } = ticket
  if (to.length === 0 || to.includes(customer.email)) return null
  const name = customer.name || customer.email
  const asked = answerTo(ticket)
  return asked.length > 0 && asked.every(address => to.includes(address))
    ? `${name} wrote from ${customer.email} and asks for replies to ${asked.join(', ')}.`
    : `${name} wrote from ${customer.email}. This reply goes to another address.`
}
