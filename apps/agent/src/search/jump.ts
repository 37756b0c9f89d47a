import { isMailAddress } from '@gotrs/contract/email-address'
import { quoteValue } from '@gotrs/contract/filter/quote-value'
import { ticketNumberOf } from './ticket-number.ts'

/** Where a text leads that is the number of a ticket or the address of a person, and nothing else. */
export type Jump = { label: string } & ({ number: number } | { q: string })

export function jumpOf(text: string): Jump | null {
  const number = ticketNumberOf(text)
  if (number !== null) return { number, label: `Ticket #${number}` }
  const address = text.trim()
  if (!/^[^\s"]+@[^\s"]+\.[^\s".]+$/.test(address) || !isMailAddress(address) || address.includes(':')) return null
  return { q: `from:${quoteValue(address)}`, label: `Tickets from ${address}` }
}
