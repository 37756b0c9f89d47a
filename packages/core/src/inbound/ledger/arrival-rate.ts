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
/** No mail waits longer, so that nobody can delay another person's mail for long by writing in their name. */
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

const nowMs = sql`${sql.placeholder('nowMs')}::bigint`
const ratesInSql = sql`json_to_recordset(${sql.placeholder('rates')}::json)
  as rate(key text, share bigint, burst bigint, who text)`

/** Counts a mail where `condition` holds: the rows of `rate_limits` afterwards. Needs `ratesAt` as its values. */
export const countRates = (condition: SQL): SQL => sql`
  insert into ${rateLimits} as known (key, points, expire)
  select rate.key, 1, ${nowMs} + rate.share from ${ratesInSql} where ${condition}
  on conflict (key) do update set points = known.points + 1,
    expire = least(greatest(known.expire, ${nowMs}) + excluded.expire - ${nowMs}, ${nowMs} + ${longestWaitMs}::bigint
      + (select rate.burst from ${ratesInSql} where rate.key = excluded.key))
  returning key, expire`

/** The longest wait among rows of `counted`, and why; no row where the mail need not wait. */
export const longestWait = sql`
  select counted.expire - rate.burst - ${nowMs} as ms, rate.who || ' more mail than the limit allows: it is filed at '
    || to_char(to_timestamp((counted.expire - rate.burst) / 1000.0) at time zone 'utc', 'YYYY-MM-DD HH24:MI') || ' UTC.' as reason
  from counted join ${ratesInSql} using (key)
  where counted.expire - rate.burst > ${nowMs} order by ms desc limit 1`

const who = { sender: 'Its sender writes', network: 'The network that it came from sends' }

export const ratesAt = (rates: readonly ArrivalRate[], now: Date) => ({
  nowMs: now.getTime(),
  rates: JSON.stringify(
    rates.map(rate => ({ key: rate.key, share: shareMs(rate), burst: burstMs(rate), who: who[rate.of] })),
  ),
})

function longestOf(excesses: Excess[]): Excess | null {
  const [longest] = excesses.sort((one, other) => other.waitMs - one.waitMs)
  return longest && longest.waitMs > 0 ? longest : null
}
