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
  await client.query('delete from drizzle.__drizzle_migrations where created_at < $1', [lastOfThem])
}

const tooOld =
  'This database was made by a development version of GOTRS that is too old to upgrade from. Upgrade it with the version of 2026-11-30 first, or start with an empty database.'
