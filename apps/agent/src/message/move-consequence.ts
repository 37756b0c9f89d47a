import type { Message } from '@gotrs/contract/messages'
import type { Ticket } from '@gotrs/contract/tickets'

const nameOf = ({ name, email }: { name: string; email: string }) => name || email

/** Who will see a message after it moves to another ticket, or to a new one (`null`). */
export function moveConsequence(message: Message, from: Ticket, to: Ticket | null): string {
  if (message.kind === 'note') return 'Only staff see a note.'
  const here = nameOf(from.customer)
  const isByCustomer = message.author.role === 'customer'
  const there = to ? to.customer : isByCustomer ? message.author : from.customer
  const isSame = to ? to.customer.id === from.customer.id : !isByCustomer || message.author.id === from.customer.id
  if (isSame) return `It stays visible to ${here}, whose ticket the ${to ? 'other' : 'new'} one is too.`
  return `${nameOf(there)} is the customer of ${to ? `#${to.number}` : 'the new ticket'} and will see this message. ${here} no longer will.`
}
