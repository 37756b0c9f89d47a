import type { TicketDetail } from '@gotrs/contract/tickets'
import { addressOf } from './addresses.ts'

type Conversation = Pick<TicketDetail, 'customer' | 'messages'>

/** Whom an answer goes to by itself: where the customer's latest mail asks for answers, else the customer. */
export function answerTo({ customer, messages }: Conversation): string[] {
  const latest = messages.items.findLast(({ kind, author }) => kind === 'public' && author.id === customer.id)
  // A mail that somebody else may have sent must not lead the answer away.
  const asked = latest?.senderVerdict === 'contradicted' ? [] : (latest?.staff?.replyTo ?? [])
  const usable = [...new Set(asked.flatMap(address => addressOf(address) ?? []))]
  return usable.length > 0 ? usable : [customer.email]
}

/** Says that the answer goes elsewhere than to whom it answers; null where it does not. */
export function elsewhereText({ customer, messages }: Conversation, to: readonly string[]): string | null {
  if (to.length === 0 || to.includes(customer.email)) return null
  const name = customer.name || customer.email
  const asked = answerTo({ customer, messages })
  return asked.every(address => to.includes(address))
    ? `${name} wrote from ${customer.email} and asks for answers to ${asked.join(', ')}.`
    : `${name} wrote from ${customer.email}. This answer goes elsewhere.`
}
