import type { MailAddress } from '@gotrs/mail/parsed-mail'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress } from '../mailboxes/own-addresses.ts'
import { findOrCreateCorrespondent } from '../people/find-or-create.ts'
import { type Sender, usableAddress } from './sender.ts'
import { storableLine } from './storable.ts'

/** More than these are a mailing, not a conversation. */
const maxCopies = 20

/**
 * The people a new ticket is shared with, because its writer put them in copy. Only a writer whose envelope confirms the
 * sender is believed: a forged one would have the answers sent to whom it likes.
 */
export async function peopleInCopy(
  uow: UnitOfWork,
  mail: { to: MailAddress[]; cc: MailAddress[] },
  sender: Sender,
  own: string[],
): Promise<string[]> {
  if (!sender.isConfirmed) return []
  const people = new Map<string, string>()
  for (const { address, name } of [...mail.to, ...mail.cc]) {
    const usable = usableAddress(address)
    if (usable && usable !== sender.address && !isOwnAddress(own, usable)) people.set(usable, storableLine(name))
  }
  if (people.size > maxCopies) return []
  const ids: string[] = []
  for (const [email, name] of people) {
    const person = await findOrCreateCorrespondent(uow, { email, name })
    if (person.isActive && person.role === 'customer') ids.push(person.id)
  }
  return ids
}

/** Addresses as a message keeps them. */
export const addressesOf = (people: MailAddress[]): string[] => [
  ...new Set(people.slice(0, 200).map(it => storableLine(it.address).slice(0, 320).toLowerCase())),
]
