import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { and, eq, gt, ne, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const minute = 60_000
const caps = [
  { count: 10, milliseconds: 10 * minute },
  { count: 60, milliseconds: 24 * 60 * minute },
]

/**
 * May another mail that nobody wrote by hand go to this address? Asked and written under one lock, so that a thousand
 * requests at once in a victim's name don't each find that none was sent yet.
 */
export async function mayMailAutomatically(uow: UnitOfWork, address: string): Promise<boolean> {
  await uow.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`gotrs:automatic:${address.toLowerCase()}`}, 0))`,
  )
  for (const { count, milliseconds } of caps) {
    if ((await automaticMailsSince(uow, address, milliseconds)) >= count) return false
  }
  return true
}

/** How many automatic mails, of one purpose or of any, were written to the address of late. */
export async function automaticMailsSince(
  uow: UnitOfWork,
  address: string,
  milliseconds: number,
  purpose?: 'acknowledgement' | 'account_exists',
): Promise<number> {
  const [row] = await uow.db
    .select({ count: sql<number>`count(*)::integer` })
    .from(outboundRecipients)
    .innerJoin(outboundMails, eq(outboundMails.id, outboundRecipients.mailId))
    .where(
      and(
        eq(outboundRecipients.address, address),
        purpose ? eq(outboundMails.purpose, purpose) : ne(outboundMails.purpose, 'reply'),
        gt(outboundMails.createdAt, new Date(uow.now.getTime() - milliseconds)),
      ),
    )
  return row?.count ?? 0
}
