import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { and, eq, gt, inArray, notInArray, type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const minute = 60_000
const caps = [
  { count: 10, milliseconds: 10 * minute },
  { count: 60, milliseconds: 24 * 60 * minute },
]

type Purpose = (typeof outboundMails.$inferSelect)['purpose']

const aboutAccount: Purpose[] = ['verify_email', 'account_exists', 'password_reset']
const never: Purpose[] = ['reply', 'account_notice']

const isAboutAccount = inArray(outboundMails.purpose, aboutAccount)
const isNews = notInArray(outboundMails.purpose, [...aboutAccount, ...never])

/**
 * May another mail that nobody wrote by hand go to this address, news or an acknowledgement? Mails about its account are
 * counted by themselves: who is told of a lot can still get a new password.
 */
export const mayMailAutomatically = (uow: UnitOfWork, address: string) => isUnderCaps(uow, address, isNews)

/** May another mail about its account go to this address, as anybody can ask for who knows it? */
export const mayMailAboutAccount = (uow: UnitOfWork, address: string) => isUnderCaps(uow, address, isAboutAccount)

/**
 * Asked and written under one lock, so that a thousand requests at once in a victim's name don't each find that none was
 * sent yet.
 */
async function isUnderCaps(uow: UnitOfWork, address: string, isOfKind: SQL): Promise<boolean> {
  await uow.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`gotrs:automatic:${address.toLowerCase()}`}, 0))`,
  )
  for (const { count, milliseconds } of caps) {
    if ((await mailsSince(uow, address, milliseconds, isOfKind)) >= count) return false
  }
  return true
}

/** How many acknowledgements were written to the address of late. */
export const acknowledgementsSince = (uow: UnitOfWork, address: string, milliseconds: number) =>
  mailsSince(uow, address, milliseconds, eq(outboundMails.purpose, 'acknowledgement'))

async function mailsSince(uow: UnitOfWork, address: string, milliseconds: number, isOfKind: SQL): Promise<number> {
  const [row] = await uow.db
    .select({ count: sql<number>`count(*)::integer` })
    .from(outboundRecipients)
    .innerJoin(outboundMails, eq(outboundMails.id, outboundRecipients.mailId))
    .where(
      and(
        eq(outboundRecipients.address, address),
        isOfKind,
        gt(outboundMails.createdAt, new Date(uow.now.getTime() - milliseconds)),
      ),
    )
  return row?.count ?? 0
}
