import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { normalAddress } from '@gotrs/mail/normal-address'
import { sql } from 'drizzle-orm'
import { preparedSql, unplanned } from '../kernel/prepared.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const minute = 60_000
const hour = 60 * minute
const few = { count: 10, milliseconds: 10 * minute }
const many = { count: 60, milliseconds: 24 * hour }

type Purpose = (typeof outboundMails.$inferSelect)['purpose']

const aboutAccount: Purpose[] = ['verify_email', 'account_exists', 'password_reset']
const aboutTickets: Purpose[] = ['notification', 'acknowledgement']

/**
 * May another automatic mail, a notification or an acknowledgement, go to this address? Mails about its account are
 * counted separately, so that a person who gets many notifications can still reset a password.
 */
export const mayMailAutomatically = (uow: UnitOfWork, address: string) => isUnderCaps(uow, address, aboutTickets)

/** May another mail about its account go to this address? Anybody who knows the address can request one. */
export const mayMailAboutAccount = (uow: UnitOfWork, address: string) => isUnderCaps(uow, address, aboutAccount)

const isUnderCaps = async (uow: UnitOfWork, address: string, purposes: Purpose[]): Promise<boolean> =>
  (await readLimits(uow, address, { purposes, acknowledgedMs: 0, dedupeKey: '' })).isUnderCaps

export type AcknowledgementLimits = {
  isUnderCaps: boolean
  /** Was the address sent an acknowledgement, in any spelling, within `acknowledgedMs`? */
  isAcknowledged: boolean
  isDeskNearCap: boolean
  /** Is there a mail with this `dedupeKey`? */
  isWritten: boolean
}

type Asked = { acknowledgedMs: number; dedupeKey: string }

/** All that limits an acknowledgement. */
export const acknowledgementLimits = (uow: UnitOfWork, address: string, asked: Asked): Promise<AcknowledgementLimits> =>
  readLimits(uow, address, { ...asked, purposes: aboutTickets })

/**
 * Counted and written under one lock, so that a thousand requests at once in a victim's name don't each find that none was
 * sent yet. Every spelling of the address counts as the same one. Lock and statement are sent together.
 */
async function readLimits(
  uow: UnitOfWork,
  address: string,
  { purposes, acknowledgedMs, dedupeKey }: Asked & { purposes: Purpose[] },
): Promise<AcknowledgementLimits> {
  const before = (milliseconds: number) => new Date(uow.now.getTime() - milliseconds)
  const normal = normalAddress(address)
  const locked = lockUntilCommit(uow, `gotrs:automatic:${normal}`)
  const since = { few: before(few.milliseconds), many: before(many.milliseconds), acknowledged: before(acknowledgedMs) }
  const values = { ...since, normal, purposes, dedupeKey, hourAgo: before(hour), deskCount: nearDeskCap }
  const [[row]] = await Promise.all([limits.run(uow.db, values), locked])
  if (!row) throw new Error('Postgres returned no row.')
  return row
}

const at = (name: 'few' | 'many' | 'acknowledged' | 'hourAgo') => unplanned(name, 'timestamptz')

/**
 * Reads the newest mails to the address and no further than the limit, so that a burst costs each of its mails the same.
 * A recipient is never older than its mail: the first condition on the time is there for the index.
 */
const limits = preparedSql<AcknowledgementLimits>(
  'limits_of_automatic_mail',
  () => sql`
    select
      count(*) < ${sql.raw(String(many.count))} and count(*) filter (where lately.created_at > ${at('few')}) < ${sql.raw(String(few.count))} as "isUnderCaps",
      coalesce(bool_or(lately.purpose = 'acknowledgement' and lately.created_at > ${at('acknowledged')}), false)
        as "isAcknowledged",
      ${hasDeskWritten} as "isDeskNearCap",
      exists (select from ${outboundMails} written where written.dedupe_key = ${sql.placeholder('dedupeKey')}) as "isWritten"
    from (
      select mail.purpose, mail.created_at
      from ${outboundRecipients} recipient join ${outboundMails} mail on mail.id = recipient.mail_id
      where recipient.normal_address = ${unplanned('normal', 'text')} and recipient.updated_at > ${at('many')}
        and mail.purpose = any(${sql.placeholder('purposes')}::outbound_purpose[]) and mail.created_at > ${at('many')}
      order by recipient.updated_at desc limit ${sql.raw(String(many.count))}) lately`,
)

/**
 * The most acknowledgements that the desk writes in an hour, to all addresses together. It is far above what a desk gets
 * of new requests, and far below what would get its server onto the lists of spammers: made-up senders are all different,
 * so that no limit per address stops them.
 */
export const acknowledgementsPerHour = 500
/** More than may be written at once, by the jobs of several mail-workers. */
const margin = 50

const nearDeskCap = acknowledgementsPerHour - margin

/** May the desk write another acknowledgement? Exact, but only near the limit does one of them wait for the other. */
export async function isDeskUnderCap(uow: UnitOfWork): Promise<boolean> {
  if (!(await hasDesk(uow, nearDeskCap))) return true
  await lockUntilCommit(uow, 'gotrs:acknowledgements')
  return !(await hasDesk(uow, acknowledgementsPerHour))
}

async function hasDesk({ db, now }: UnitOfWork, deskCount: number): Promise<boolean> {
  const [row] = await desk.run(db, { deskCount, hourAgo: new Date(now.getTime() - hour) })
  return row?.has ?? true
}

/** Served by the index on the time, which the order asks for; ends at the limit. */
const hasDeskWritten = sql`((select count(*) from (
  select from ${outboundMails} mail where mail.created_at > ${at('hourAgo')}
    and mail.purpose = 'acknowledgement'
  order by mail.created_at desc, mail.id desc limit ${unplanned('deskCount', 'integer')}) written) >= ${unplanned('deskCount', 'integer')})`

const desk = preparedSql<{ has: boolean }>('acknowledgements_of_desk', () => sql`select ${hasDeskWritten} as has`)

const lockUntilCommit = (uow: UnitOfWork, name: string) => lock.run(uow.db, { name })

const lock = preparedSql(
  'lock_until_commit',
  () => sql`select pg_advisory_xact_lock(hashtextextended(${sql.placeholder('name')}, 0))`,
)
