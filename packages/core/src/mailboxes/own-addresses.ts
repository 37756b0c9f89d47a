import { DeskError } from '@gotrs/contract/errors'
import type { Db } from '@gotrs/db/client'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, asc, eq, sql } from 'drizzle-orm'
import { prepared } from '../kernel/prepared.ts'

/** Every address the desk reads or writes mail as, in lower case, of inactive mailboxes too. */
export async function ownAddresses(db: Db): Promise<string[]> {
  const [row] = await ownAddressesAlone(db, {})
  return row?.own ?? []
}

const ownAddressesAlone = prepared('own_addresses', db =>
  db.select({ own: ownAddressesInSql }).from(sql`(select 1) as one`),
)

/** The same, for a statement that reads other things as well. */
export const ownAddressesInSql = sql<string[]>`(select coalesce(json_agg(distinct lower(own.address::text)), '[]')
  from ${mailboxes} mailbox cross join unnest(array_append(mailbox.aliases, mailbox.address)) own (address))`

/** Is this one of `own`, or one of them with a plus part such as a signed reply address has? */
export const isOwnAddress = (own: readonly string[], address: string): boolean => ownAddressOf(own, address) !== null

/** The address of the desk that this one reaches, without a plus part; null where it reaches none. */
export function ownAddressOf(own: readonly string[], address: string): string | null {
  const lower = address.toLowerCase()
  return [lower, withoutPlusPart(lower)].find(it => own.includes(it)) ?? null
}

/**
 * Rejects an account under an address of the desk: its links would be mailed to the desk itself, where all staff of a queue
 * read them. The words are those for any address that is no good. @throws DeskError `invalid_input`
 */
export async function rejectOwnAddress(db: Db, email: string, path = 'email'): Promise<void> {
  if (!isOwnAddress(await ownAddresses(db), email)) return
  throw new DeskError('invalid_input', { issues: [{ path, message: 'Invalid email address' }] })
}

/**
 * The active mailbox that takes mail to this address, its aliases and its plus addresses. `postmaster`, alone or at a domain
 * of the desk or an address in brackets, is always taken (RFC 5321, section 4.5.1): where no mailbox has that address, by
 * the first one that was made.
 */
export async function mailboxForRecipient(db: Db, address: string): Promise<Found | null> {
  return (await mailboxOf(db, address)) ?? (await mailboxOfPostmaster(db, address.toLowerCase()))
}

type Found = { id: string; name: string; revision: string }

/** Changes with what a mailbox accepts: whether it is active, its address and its aliases. */
export const revisionOfRecipients = sql<string>`md5(row(${mailboxes.isActive}, ${mailboxes.address}, ${mailboxes.aliases})::text)`
const found = { id: mailboxes.id, name: mailboxes.name, revision: revisionOfRecipients }

async function mailboxOfPostmaster(db: Db, address: string): Promise<Found | null> {
  const named = /^postmaster(?:@(.+))?$/.exec(address)
  if (!named) return null
  const [, domain] = named
  const isOfDesk =
    domain === undefined || domain.startsWith('[')
      ? undefined
      : sql`split_part(lower(${mailboxes.address}::text), '@', 2) = ${domain}`
  const [mailbox] = await db
    .select(found)
    .from(mailboxes)
    .where(and(eq(mailboxes.isActive, true), isOfDesk))
    .orderBy(asc(mailboxes.createdAt), asc(mailboxes.id))
    .limit(1)
  return mailbox ?? null
}

async function mailboxOf(db: Db, address: string): Promise<Found | null> {
  const candidates = [address.toLowerCase(), withoutPlusPart(address.toLowerCase())]
  const isTaken = sql`array_append(${mailboxes.aliases}, ${mailboxes.address}) && ${sql.param(candidates)}::citext[]`
  const [mailbox] = await db
    .select(found)
    .from(mailboxes)
    .where(and(eq(mailboxes.isActive, true), isTaken))
    .limit(1)
  return mailbox ?? null
}

function withoutPlusPart(address: string): string {
  const at = address.lastIndexOf('@')
  const plus = address.indexOf('+')
  return plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address
}
