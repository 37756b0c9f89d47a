import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { addressOf } from './addresses.ts'

type Conversation = Pick<TicketDetail, 'customer' | 'messages'>

/**
 * Whom an answer goes to by itself: where the customer's latest mail asks for answers (RFC 5322, section 3.6.2), else the
 * customer. A forger could lead the answers away by one mail, so that one whose sender is not certain is heard only if
 * the conversation began with the same wish.
 */
export function answerTo({ customer, messages }: Conversation): string[] {
  const said = messages.items.filter(({ kind, author }) => kind === 'public' && author.id === customer.id)
  const latest = said.at(-1)
  const first = messages.earlierCursor === null ? said[0] : undefined
  const isAsBefore = latest?.senderVerdict === 'unknown' && first !== undefined && isSame(first, latest)
  const asked = latest?.senderVerdict === 'authenticated' || isAsBefore ? (latest.staff?.replyTo ?? []) : []
  const usable = [...new Set(asked.flatMap(address => addressOf(address) ?? []))]
  return usable.length > 0 ? usable : [customer.email]
}

const isSame = (first: Message, latest: Message) => first.staff?.replyTo.join() === latest.staff?.replyTo.join()

/** Says that the answer goes elsewhere than to whom it answers; null where it does not. */
export function elsewhereText({ customer, messages }: Conversation, to: readonly string[]): string | null {
  if (to.length === 0 || to.includes(customer.email)) return null
  const name = customer.name || customer.email
  const asked = answerTo({ customer, messages })
  return asked.length > 0 && asked.every(address => to.includes(address))
    ? `${name} wrote from ${customer.email} and asks for answers to ${asked.join(', ')}.`
    : `${name} wrote from ${customer.email}. This answer goes elsewhere.`
}
