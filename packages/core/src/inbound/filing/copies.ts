import { removedParticipants, ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import type { MailAddress } from '@gotrs/mail/parsed-mail'
import { eq } from 'drizzle-orm'
import { type FoundPerson, findOrCreateCorrespondent } from '../../correspondents/find-or-create.ts'
import { isUnreadAddress } from '../../correspondents/unread-address.ts'
import { isOwnAddress } from '../../mailboxes/own-addresses.ts'
import { storableLine } from '../ledger/storable.ts'
import type { FilingContext, IncomingMail } from './rule.ts'
import { usableAddress } from './usable-address.ts'
import { isWrittenToDesk } from './written-to-desk.ts'

/** More than these are a mailing, not a conversation. */
const maxCopies = 20
/** Mail adds no more people to a ticket with so many in copy. */
const maxParticipants = 100

/**
 * The writer of a new ticket, and the people whom it is shared with because the writer put them in copy. Everybody is
 * made known in the order of the addresses: two mails that name the same new people must not wait for each other.
 */
export async function writerAndCopies({ uow, author }: FilingContext, incoming: IncomingMail) {
  const { sender } = incoming
  const names = trustedCopies(incoming)
  names.set(sender.address, sender.name)
  const people: FoundPerson[] = []
  for (const [email, name] of [...names].sort(([one], [other]) => (one < other ? -1 : 1))) {
    people.push(await (email === sender.address ? author() : findOrCreateCorrespondent(uow, { email, name })))
  }
  const writer = await author()
  const copies = people.filter(it => it !== writer && it.isActive && it.role === 'customer')
  return { writer, participantIds: copies.map(it => it.id) }
}

/** Addresses as a message keeps them. */
export const addressesOf = (people: MailAddress[]): string[] => [
  ...new Set(people.slice(0, 200).map(it => storableLine(it.address).slice(0, 320).toLowerCase())),
]

/**
 * New people in copy of an answer by one who takes part join its ticket, by the same rule as those of a new one. A
 * writer who only has a reply address, or whose mail was moved there, adds nobody.
 */
export async function joinCopies(context: FilingContext, ticketId: string, incoming: IncomingMail): Promise<void> {
  if (trustedCopies(incoming).size === 0) return
  const { db } = context.uow
  const [ticket] = await db.select({ customerId: tickets.customerId }).from(tickets).where(eq(tickets.id, ticketId))
  const joined = await db
    .select({ userId: ticketParticipants.userId })
    .from(ticketParticipants)
    .where(eq(ticketParticipants.ticketId, ticketId))
    .limit(maxParticipants)
  const partakers = new Set([ticket?.customerId, ...joined.map(it => it.userId)])
  const removed = await db
    .select({ userId: removedParticipants.userId })
    .from(removedParticipants)
    .where(eq(removedParticipants.ticketId, ticketId))
    .limit(maxParticipants)
  const staysOut = new Set(removed.map(it => it.userId))
  if (!partakers.has((await context.author()).id) || joined.length >= maxParticipants) return
  const { participantIds } = await writerAndCopies(context, incoming)
  const added = participantIds.filter(it => !partakers.has(it) && !staysOut.has(it))
  if (added.length === 0) return
  const rows = added.map(userId => ({ ticketId, userId }))
  await db.insert(ticketParticipants).values(rows).onConflictDoNothing()
}

/**
 * A participant gets the answers, so a forged mail could have them sent to its forger. Only a person adds participants, by
 * a mail that the sender wrote to the desk and to them. Other addresses stay in the cc of the message, where an agent sees
 * them and can add them.
 */
function trustedCopies(incoming: IncomingMail): Map<string, string> {
  const { read, sender, own, kind } = incoming
  const people = new Map<string, string>()
  const isByProgram = kind !== 'no' || isUnreadAddress(sender.address)
  if (isByProgram || !isWrittenToDesk(incoming)) return people
  for (const { address, name } of [...read.mail.to, ...read.mail.cc]) {
    const usable = usableAddress(address)
    if (!usable || usable === sender.address || isOwnAddress(own, usable) || isUnreadAddress(usable)) continue
    people.set(usable, storableLine(name))
  }
  return people.size > maxCopies ? new Map<string, string>() : people
}
