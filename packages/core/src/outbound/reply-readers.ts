import { users } from '@gotrs/db/tables/people'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import type { MailAddress } from '@gotrs/mail/parsed-mail'
import { and, eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'

/** `asked`: those who were meant to get it, ourselves among them. */
export type Readers = Record<'to' | 'cc' | 'bcc' | 'asked', MailAddress[]> & {
  areAllOfTicket: boolean
  /** Others cannot open the ticket in the portal. */
  areCustomerAlone: boolean
}

type Answer = {
  message: Record<'to' | 'cc' | 'bcc', string[]>
  ticket: { id: string; customerId: string }
}

/** Those whom the message names, or else the customer and those in copy of the ticket. Never ourselves. */
export async function readersOf(uow: UnitOfWork, { message, ticket }: Answer): Promise<Readers> {
  const [customer] = await uow.db
    .select({ name: users.name, address: users.email })
    .from(users)
    .where(eq(users.id, ticket.customerId))
  const participants = await uow.db
    .select({ name: users.name, address: users.email })
    .from(ticketParticipants)
    .innerJoin(users, eq(users.id, ticketParticipants.userId))
    .where(and(eq(ticketParticipants.ticketId, ticket.id), eq(users.isActive, true)))
  const known = new Map([...participants, ...(customer ? [customer] : [])].map(it => [it.address.toLowerCase(), it]))
  const own = await ownAddresses(uow.db)
  const taken = new Set<string>()
  const people = (addresses: string[]): MailAddress[] =>
    [...new Set(addresses.map(it => it.toLowerCase()))]
      .filter(it => !isOwnAddress(own, it) && !taken.has(it))
      .map(it => {
        taken.add(it)
        return known.get(it) ?? { name: '', address: it }
      })
  // A first message to a customer names nobody: it goes to the customer and those in copy.
  const isAddressed = message.to.length > 0
  const named = isAddressed ? message.to : customer ? [customer.address] : []
  const to = people(named)
  const cc = people(isAddressed ? message.cc : participants.map(it => it.address))
  const bcc = people(message.bcc)
  const readers = [...to, ...cc, ...bcc].map(it => it.address.toLowerCase())
  const areAllOfTicket = readers.every(it => known.has(it))
  const areCustomerAlone = readers.every(it => it === customer?.address.toLowerCase())
  const asked = named.map(address => ({ name: '', address }))
  const addressed = to.length > 0 ? { to, cc } : { to: cc, cc: [] }
  return { ...addressed, bcc, asked, areAllOfTicket, areCustomerAlone }
}
