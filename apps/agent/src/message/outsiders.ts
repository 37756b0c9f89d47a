import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'

/** More are not offered in a menu. */
const maxOffered = 5

/** Addresses in copy of a mail whose people take no part in the ticket. What is held is no part of it itself. */
export function outsiders({ kind, staff, author }: Message, { customer, participants }: TicketDetail): string[] {
  if (kind !== 'public' || !staff) return []
  const inside = new Set([author, customer, ...participants].map(person => person.email.toLowerCase()))
  const copied = new Set(staff.cc.map(address => address.toLowerCase()))
  return [...copied].filter(address => !inside.has(address)).slice(0, maxOffered)
}
