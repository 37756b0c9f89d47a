import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { normalAddress } from '@gotrs/mail/normal-address'
import { and, eq, gt, inArray, notInArray, type SQL, sql } from 'drizzle-orm'
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
  const normal = normalAddress(address)
  await lockUntilCommit(uow, `gotrs:automatic:${normal}`)
  for (const { count, milliseconds } of caps) {
    if ((await mailsSince(uow, normal, milliseconds, isOfKind)) >= count) return false
  }
  return true
}

const isAcknowledgement = eq(outboundMails.purpose, 'acknowledgement')

/** How many acknowledgements were written to the address, in any spelling, within this time. */
export const acknowledgementsSince = (uow: UnitOfWork, address: string, milliseconds: number) =>
  mailsSince(uow, normalAddress(address), milliseconds, isAcknowledgement)

async function mailsSince(uow: UnitOfWork, normal: string, milliseconds: number, isOfKind: SQL): Promise<number> {
  const since = new Date(uow.now.getTime() - milliseconds)
  const [row] = await uow.db
    .select({ count: sql<number>`count(*)::integer` })
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
  return row?.count ?? 0
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
  if ((await acknowledgementsOfDesk(uow)) < acknowledgementsPerHour - margin) return true
  await lockUntilCommit(uow, 'gotrs:acknowledgements')
  return (await acknowledgementsOfDesk(uow)) < acknowledgementsPerHour
}

/** Served by the index on the time; ends at the limit. */
async function acknowledgementsOfDesk({ db, now }: UnitOfWork): Promise<number> {
  const written = db
    .select({ one: sql`1`.as('one') })
    .from(outboundMails)
    .where(and(gt(outboundMails.createdAt, new Date(now.getTime() - hour)), isAcknowledgement))
    .limit(acknowledgementsPerHour)
    .as('written')
  const [row] = await db.select({ count: sql<number>`count(*)::integer` }).from(written)
  return row?.count ?? 0
}

const lockUntilCommit = (uow: UnitOfWork, name: string) =>
  uow.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
