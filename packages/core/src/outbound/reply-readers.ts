import { users } from '@gotrs/db/tables/people'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import type { MailAddress } from '@gotrs/mail/parsed-mail'
import { and, eq, or, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'
import type { Recipients } from '../messages/recipients.ts'

export type Readers = Record<'to' | 'cc' | 'bcc', MailAddress[]> & {
  /** Every reader takes part in the ticket, so the mail may quote earlier messages. */
  areAllOfTicket: boolean
  /** Only the customer reads it, who can open the ticket in the portal. Others cannot. */
  areCustomerAlone: boolean
  /** A mailbox was given the address since the message was written. */
  areOurselves: boolean
}

type Answer = { message: Recipients; ticket: { id: string; customerId: string } }

/** The recipients that are stored on a message, with the names of the participants of its ticket. */
export async function readersOf(uow: UnitOfWork, { message, ticket }: Answer): Promise<Readers> {
  const people = await peopleOf(uow, ticket)
  const own = await ownAddresses(uow.db)
  const known = new Map(people.map(({ name, address }) => [address.toLowerCase(), { name, address }]))
  const named = (addresses: string[]) =>
    addresses.map(address => known.get(address.toLowerCase()) ?? { name: '', address })
  const customer = people.find(it => it.id === ticket.customerId)?.address.toLowerCase()
  const readers = [...message.to, ...message.cc, ...message.bcc].map(it => it.toLowerCase())
  return {
    to: named(message.to),
    cc: named(message.cc),
    bcc: named(message.bcc),
    areAllOfTicket: readers.every(it => known.has(it)),
    areCustomerAlone: readers.every(it => it === customer),
    areOurselves: readers.every(it => isOwnAddress(own, it)),
  }
}

/** The customer, and the active people in copy. */
function peopleOf({ db }: UnitOfWork, { id, customerId }: Answer['ticket']) {
  const inCopy = db
    .select({ userId: ticketParticipants.userId })
    .from(ticketParticipants)
    .where(eq(ticketParticipants.ticketId, id))
  // By ids alone, which the primary key finds: with `or` and a join Postgres reads all users.
  const ids = sql`array(${inCopy}) || ${customerId}::uuid`
  return db
    .select({ id: users.id, name: users.name, address: users.email })
    .from(users)
    .where(and(sql`${users.id} = any(${ids})`, or(eq(users.id, customerId), eq(users.isActive, true))))
}
