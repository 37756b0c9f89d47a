import type pg from 'pg'

/** The time of the last of the 13 migrations that became the first one, `0000_house`. */
const lastOfThem = 1_796_025_611_169

/**
 * Before the first release the schema came in 13 migrations, which are one now. A database that has them all has the same
 * schema, so only the record of them changes.
 * @throws Error for a database that has only some of them
 */
export async function adoptOlderSchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`)
  if (!rows[0]?.exists) return
  const applied = await client.query('select max(created_at)::bigint as last from drizzle.__drizzle_migrations')
  const { last } = applied.rows[0]
  if (last === null) return
  if (Number(last) < lastOfThem) throw new Error(tooOld)
  const older = await client.query('delete from drizzle.__drizzle_migrations where created_at < $1', [lastOfThem])
  if (older.rowCount === 0) return
  await client.query(storeRecipients)
  if (await hasJobs(client)) await client.query(renameJobs)
}

/** The outbox once decided who gets the first message of staff to a customer; now its recipients are stored on it. */
const storeRecipients = `update messages set
    to_addresses = array(select email::text from users where id = ticket.customer_id),
    cc_addresses = array(select person.email::text from ticket_participants copy join users person on person.id = copy.user_id
      where copy.ticket_id = ticket.id and person.is_active)
  from tickets ticket
  where ticket.id = messages.ticket_id and messages.kind = 'public' and messages.is_from_staff
    and messages.inbound_mail_id is null and messages.to_addresses = '{}'`

const hasJobs = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query(`select to_regclass('graphile_worker._private_tasks') is not null as exists`)
  return rows[0].exists
}

/** Jobs that wait under the older name of a task; the job library has no public way to rename one. */
const renameJobs = `update graphile_worker._private_tasks task set identifier = renamed.now
  from (values ('tell_webhooks', 'enqueue_deliveries'), ('wipe_used_links', 'delete_used_link_mails')) renamed (before, now)
  where task.identifier = renamed.before
    and not exists (select from graphile_worker._private_tasks other where other.identifier = renamed.now)`

const tooOld =
  'This database was made by a development version of GOTRS that is too old to upgrade from. Upgrade it with the version of 2026-11-30 first, or start with an empty database.'
