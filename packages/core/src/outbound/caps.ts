import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { normalAddress } from '@gotrs/mail/normal-address'
import { and, desc, eq, gt, inArray, notInArray, type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const minute = 60_000
const hour = 60 * minute
const caps = [
  { count: 10, milliseconds: 10 * minute },
  { count: 60, milliseconds: 24 * hour },
]

type Purpose = (typeof outboundMails.$inferSelect)['purpose']

const aboutAccount: Purpose[] = ['verify_email', 'account_exists', 'password_reset']
const never: Purpose[] = ['reply', 'account_notice']

const isAboutAccount = inArray(outboundMails.purpose, aboutAccount)
const isNews = notInArray(outboundMails.purpose, [...aboutAccount, ...never])

/**
 * May another automatic mail, a notification or an acknowledgement, go to this address? Mails about its account are
 * counted separately, so that a person who gets many notifications can still reset a password.
 */
export const mayMailAutomatically = (uow: UnitOfWork, address: string) => isUnderCaps(uow, address, isNews)

/** May another mail about its account go to this address, as anybody can ask for who knows it? */
export const mayMailAboutAccount = (uow: UnitOfWork, address: string) => isUnderCaps(uow, address, isAboutAccount)

/**
 * Counted and written under one lock, so that a thousand requests at once in a victim's name don't each find that none was
 * sent yet. Every spelling of the address counts as the same one.
 */
async function isUnderCaps(uow: UnitOfWork, address: string, isOfKind: SQL): Promise<boolean> {
  const normal = await lockAddress(uow, address)
  const [row] = await uow.db.select({ isUnder: underCaps(uow, normal, isOfKind) }).from(one)
  return row?.isUnder ?? false
}

const underCaps = (uow: UnitOfWork, normal: string, isOfKind: SQL): SQL<boolean> =>
  sql`(${sql.join(
    caps.map(cap => sql`not ${hasMails(uow, normal, { ...cap, isOfKind })}`),
    sql` and `,
  )})`

const isAcknowledgement = eq(outboundMails.purpose, 'acknowledgement')

export type AcknowledgementLimits = {
  isUnderCaps: boolean
  /** Was the address sent an acknowledgement, in any spelling, within `milliseconds`? */
  isAcknowledged: boolean
  isDeskNearCap: boolean
  /** Is there a mail with this `dedupeKey`? */
  isWritten: boolean
}

/** All that limits an acknowledgement, read by one statement after the lock of the address. */
export async function acknowledgementLimits(
  uow: UnitOfWork,
  address: string,
  { milliseconds, dedupeKey }: { milliseconds: number; dedupeKey: string },
): Promise<AcknowledgementLimits> {
  const normal = await lockAddress(uow, address)
  const [row] = await uow.db
    .select({
      isUnderCaps: underCaps(uow, normal, isNews),
      isAcknowledged: hasMails(uow, normal, { count: 1, milliseconds, isOfKind: isAcknowledgement }),
      isDeskNearCap: hasDeskWritten(uow, acknowledgementsPerHour - margin),
      isWritten: sql<boolean>`exists (select from ${outboundMails} written where written.dedupe_key = ${dedupeKey})`,
    })
    .from(one)
  if (!row) throw new Error('Postgres returned no row.')
  return row
}

const one = sql`(select 1) as one`

/** Reads no further than the limit, so that a burst costs each of its mails the same. */
function hasMails(
  { db, now }: UnitOfWork,
  normal: string,
  { count, milliseconds, isOfKind }: { count: number; milliseconds: number; isOfKind: SQL },
): SQL<boolean> {
  const since = new Date(now.getTime() - milliseconds)
  const found = db
    .select({ found: sql`1` })
    .from(outboundRecipients)
    .innerJoin(outboundMails, eq(outboundMails.id, outboundRecipients.mailId))
    .where(
      and(
        eq(outboundRecipients.normalAddress, normal),
        // Implied by the last condition, because a recipient is never older than its mail: here for the index.
        gt(outboundRecipients.updatedAt, since),
        isOfKind,
        gt(outboundMails.createdAt, since),
      ),
    )
    .orderBy(desc(outboundRecipients.updatedAt))
    .limit(count)
  return sql<boolean>`((select count(*) from ${found} found) >= ${count})`
}

/**
 * The most acknowledgements that the desk writes in an hour, to all addresses together. It is far above what a desk gets
 * of new requests, and far below what would get its server onto the lists of spammers: made-up senders are all different,
 * so that no limit per address stops them.
 */
export const acknowledgementsPerHour = 500
/** More than may be written at once, by the jobs of several mail-workers. */
const margin = 50

/** May the desk write another acknowledgement? Exact, but only near the limit does one of them wait for the other. */
export async function isDeskUnderCap(uow: UnitOfWork): Promise<boolean> {
  if (!(await hasDesk(uow, acknowledgementsPerHour - margin))) return true
  await lockUntilCommit(uow, 'gotrs:acknowledgements')
  return !(await hasDesk(uow, acknowledgementsPerHour))
}

async function hasDesk(uow: UnitOfWork, count: number): Promise<boolean> {
  const [row] = await uow.db.select({ has: hasDeskWritten(uow, count) }).from(one)
  return row?.has ?? true
}

/** Served by the index on the time; ends at the limit. */
function hasDeskWritten({ db, now }: UnitOfWork, count: number): SQL<boolean> {
  const written = db
    .select({ written: sql`1` })
    .from(outboundMails)
    .where(and(gt(outboundMails.createdAt, new Date(now.getTime() - hour)), isAcknowledgement))
    .limit(count)
  return sql<boolean>`((select count(*) from ${written} written) >= ${count})`
}

async function lockAddress(uow: UnitOfWork, address: string): Promise<string> {
  const normal = normalAddress(address)
  await lockUntilCommit(uow, `gotrs:automatic:${normal}`)
  return normal
}

const lockUntilCommit = (uow: UnitOfWork, name: string) =>
  uow.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
