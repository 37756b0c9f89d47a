import { organisationDomains, users } from '@gotrs/db/tables/people'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import type { MailAddress } from '@gotrs/mail/parsed-mail'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress } from '../mailboxes/own-addresses.ts'
import { type FoundPerson, findOrCreateCorrespondent, organisationOf } from '../people/find-or-create.ts'
import { isUnreadAddress } from '../people/unread-address.ts'
import { domainOf } from './domain-of.ts'
import { isPublicMailDomain } from './public-domains.ts'
import { type Sender, usableAddress } from './sender.ts'
import { storableLine } from './storable.ts'

/** More than these are a mailing, not a conversation. */
const maxCopies = 20
/** A ticket with so many people in copy takes in no more of them by mail. */
const maxParticipants = 100

type Addressed = { to: MailAddress[]; cc: MailAddress[] }

/**
 * The writer of a new ticket, and the people whom it is shared with because the writer put them in copy. Everybody is
 * made known in the order of the addresses: two mails that name the same new people must not wait for each other.
 */
export async function writerAndCopies(uow: UnitOfWork, mail: Addressed, sender: Sender, own: string[]) {
  const names = await believedCopies(uow, mail, sender, own)
  names.set(sender.address, sender.name)
  const people = new Map<string, FoundPerson>()
  for (const [email, name] of [...names].sort(([one], [other]) => (one < other ? -1 : 1))) {
    people.set(email, await findOrCreateCorrespondent(uow, { email, name }))
  }
  const writer = people.get(sender.address)
  if (!writer) throw new Error('The writer of a mail was neither found nor made.')
  people.delete(sender.address)
  const copies = [...people.values()].filter(it => it.isActive && it.role === 'customer')
  return { writer, participantIds: copies.map(it => it.id) }
}

/** Addresses as a message keeps them. */
export const addressesOf = (people: MailAddress[]): string[] => [
  ...new Set(people.slice(0, 200).map(it => storableLine(it.address).slice(0, 320).toLowerCase())),
]

/**
 * New people in copy of an answer by one who takes part join its ticket, by the same rule as those of a new one. Who only
 * holds a reply address, or whose mail somebody moved there, brings nobody in.
 */
export async function joinCopies(
  uow: UnitOfWork,
  ticketId: string,
  { mail, sender, own, authorId }: { mail: Addressed; sender: Sender; own: string[]; authorId: string },
): Promise<void> {
  const [ticket] = await uow.db.select({ customerId: tickets.customerId }).from(tickets).where(eq(tickets.id, ticketId))
  const joined = await uow.db
    .select({ userId: ticketParticipants.userId })
    .from(ticketParticipants)
    .where(eq(ticketParticipants.ticketId, ticketId))
    .limit(maxParticipants)
  const partakers = new Set([ticket?.customerId, ...joined.map(it => it.userId)])
  if (!partakers.has(authorId) || joined.length >= maxParticipants) return
  const { participantIds } = await writerAndCopies(uow, mail, sender, own)
  const added = participantIds.filter(it => !partakers.has(it))
  if (added.length === 0) return
  const rows = added.map(userId => ({ ticketId, userId }))
  await uow.db.insert(ticketParticipants).values(rows).onConflictDoNothing()
}

/**
 * Whoever takes part gets the answers, so that a forged mail could have them sent to its forger. That MAIL FROM and From
 * agree proves nothing: one hand writes both (RFC 5321, section 7.1), and an Authentication-Results header is anybody's
 * unless it is of the server that the mailbox trusts. With that server's word everybody in copy is believed. Without it
 * only colleagues of the claimed sender are, by whom a forger from outside gains nothing: addresses in the sender's own
 * domain (unless anybody can have one there) or in a domain of the sender's organisation, and people whom the desk knows
 * as members of it. All others stay in the message's cc, where an agent sees them and can add them to an answer.
 */
async function believedCopies(uow: UnitOfWork, { to, cc }: Addressed, sender: Sender, own: string[]) {
  const people = new Map<string, string>()
  if (!sender.isConfirmed && !sender.isAuthenticated) return people
  for (const { address, name } of [...to, ...cc]) {
    const usable = usableAddress(address)
    if (!usable || usable === sender.address || isOwnAddress(own, usable) || isUnreadAddress(usable)) continue
    people.set(usable, storableLine(name))
  }
  if (people.size > maxCopies) return new Map<string, string>()
  return sender.isAuthenticated ? people : colleaguesAmong(uow, people, sender)
}

async function colleaguesAmong(uow: UnitOfWork, people: Map<string, string>, sender: Sender) {
  const organisationId = await organisationOfSender(uow, sender)
  const domains = await domainsOf(uow, sender, organisationId)
  const colleagues = new Map<string, string>()
  for (const [email, name] of people) {
    const isColleague = domains.has(domainOf(email)) || (await isMember(uow, email, organisationId))
    if (isColleague) colleagues.set(email, name)
  }
  return colleagues
}

async function organisationOfSender(uow: UnitOfWork, { address }: Sender): Promise<string | null> {
  const [known] = await uow.db
    .select({ organisationId: users.organisationId })
    .from(users)
    .where(eq(users.email, address))
  return known ? known.organisationId : organisationOf(uow, address)
}

async function domainsOf(uow: UnitOfWork, { address }: Sender, organisationId: string | null): Promise<Set<string>> {
  const own = domainOf(address)
  const shared = isPublicMailDomain(own) ? [] : [own]
  if (!organisationId) return new Set(shared)
  const rows = await uow.db
    .select({ domain: organisationDomains.domain })
    .from(organisationDomains)
    .where(eq(organisationDomains.organisationId, organisationId))
    .limit(1_000)
  const ofOrganisation = rows.map(it => it.domain.toLowerCase()).filter(it => !isPublicMailDomain(it))
  return new Set([...shared, ...ofOrganisation])
}

async function isMember(uow: UnitOfWork, email: string, organisationId: string | null): Promise<boolean> {
  if (!organisationId) return false
  const [known] = await uow.db.select({ of: users.organisationId }).from(users).where(eq(users.email, email))
  return known?.of === organisationId
}
