import type { Db } from '@gotrs/db/client'
import { rateLimits } from '@gotrs/db/tables/accounts'
import { normalAddress } from '@gotrs/mail/normal-address'
import { and, gt, inArray, type SQL, sql } from 'drizzle-orm'
import { hashSecret } from '../../kernel/vault.ts'

/** How many mails may come in within an hour; 0: without a limit. */
export type ArrivalLimits = { perSender: number; perNetwork: number }

/** Far above what one person or one network writes, and below what makes a list of tickets useless. */
export const usualArrivalLimits: ArrivalLimits = { perSender: 500, perNetwork: 5_000 }

/** One count that a mail is part of. */
export type ArrivalRate = { of: 'sender' | 'network'; key: string; perHour: number }

const hourMs = 60 * 60_000
/** No mail waits longer, so that nobody can hold back another's mail for long by writing in the other's name. */
const longestWaitMs = 24 * hourMs

/**
 * `from`: where the mail came from, as far as that cannot be made up. Without it a stranger could use up what a sender may
 * write by claiming the sender's address, and so delay the sender's own mail.
 */
export function senderRate(from: string, address: string | null, perHour: number): ArrivalRate[] {
  // Reports of mail servers come from the empty sender, all of them (RFC 5321, section 4.5.5).
  if (perHour === 0 || !address) return []
  return [{ of: 'sender', key: `mail-in-sender:${hashSecret(`${from} ${normalAddress(address)}`)}`, perHour }]
}

export function networkRate(network: string, perHour: number): ArrivalRate[] {
  return perHour === 0 ? [] : [{ of: 'network', key: `mail-in-network:${network}`, perHour }]
}

/**
 * So many mails at once as an hour may bring, and after that one whenever its share of the hour has passed. What is kept
 * is the time at which all mails so far will have had their share (the generic cell rate algorithm, ITU-T I.371): it is
 * where the other limits have their end, and is removed as they are.
 */
const shareMs = ({ perHour }: ArrivalRate) => Math.max(1, Math.round(hourMs / perHour))
const burstMs = (rate: ArrivalRate) => shareMs(rate) * rate.perHour

export type Excess = { rate: ArrivalRate; waitMs: number }

/** Which rate forbids another mail now, and for how long; null where none does. Counts nothing. */
export async function findExcess(db: Db, rates: readonly ArrivalRate[], now: Date): Promise<Excess | null> {
  if (rates.length === 0) return null
  const rows = await db
    .select({ key: rateLimits.key, until: rateLimits.expire })
    .from(rateLimits)
    .where(
      and(
        inArray(
          rateLimits.key,
          rates.map(it => it.key),
        ),
        gt(rateLimits.expire, now.getTime()),
      ),
    )
  const untils = new Map(rows.map(it => [it.key, it.until]))
  const excesses = rates.map(rate => ({
    rate,
    waitMs: (untils.get(rate.key) ?? now.getTime()) + shareMs(rate) - burstMs(rate) - now.getTime(),
  }))
  return longestOf(excesses)
}

/**
 * Counts a mail, in the transaction that records it. Returns the rate that makes it wait longest, null where it need not
 * wait; mails of a sender keep their order.
 */
export async function countArrival(db: Db, rates: readonly ArrivalRate[], at: Date): Promise<Excess | null> {
  if (rates.length === 0) return null
  const now = at.getTime()
  const rows = await db
    .insert(rateLimits)
    .values(rates.map(rate => ({ key: rate.key, points: 1, expire: now + shareMs(rate) })))
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        points: sql`${rateLimits.points} + 1`,
        expire: sql`least(greatest(${rateLimits.expire}, ${now}::bigint) + excluded.expire - ${now}::bigint, ${latestOf(rates, now)})`,
      },
    })
    .returning({ key: rateLimits.key, until: rateLimits.expire })
  const untils = new Map(rows.map(it => [it.key, it.until]))
  return longestOf(rates.map(rate => ({ rate, waitMs: (untils.get(rate.key) ?? now) - burstMs(rate) - now })))
}

function latestOf(rates: readonly ArrivalRate[], now: number): SQL {
  const cases = rates.map(rate => sql`when ${rate.key} then ${now + burstMs(rate) + longestWaitMs}::bigint`)
  return sql`case excluded.key ${sql.join(cases, sql` `)} end`
}

function longestOf(excesses: Excess[]): Excess | null {
  const [longest] = excesses.sort((one, other) => other.waitMs - one.waitMs)
  return longest && longest.waitMs > 0 ? longest : null
}
