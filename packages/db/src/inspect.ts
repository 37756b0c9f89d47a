import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { takeAppRole } from './app-role.ts'

export interface DatabaseState {
  /** For instance 180004 for 18.4. */
  serverVersion: number
  appliedMigrations: number
  knownMigrations: number
  /** May the desk change events, though it should not? Then its login could not take its role: see app-role.ts. */
  canChangeEvents: boolean
}

const journal = new URL('../migrations/meta/_journal.json', import.meta.url)

/** Looks at a database without changing it; fails where it cannot be reached. */
export async function inspectDatabase(databaseUrl: string): Promise<DatabaseState> {
  const { entries } = JSON.parse(await readFile(journal, 'utf8')) as { entries: unknown[] }
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  // Its statements fail as well; unheard, this would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const version = await client.query<{ server_version_num: string }>('show server_version_num')
    const serverVersion = Number(version.rows[0]?.server_version_num)
    const appliedMigrations = await countApplied(client)
    const canChangeEvents = await mayChangeEvents(client)
    return { serverVersion, appliedMigrations, knownMigrations: entries.length, canChangeEvents }
  } finally {
    await client.end()
  }
}

async function mayChangeEvents(client: pg.Client): Promise<boolean> {
  await takeAppRole(client)
  const { rows } = await client.query(
    `select coalesce(has_table_privilege(to_regclass('public.events'), 'delete'), false) as may`,
  )
  return rows[0].may
}

async function countApplied(client: pg.Client): Promise<number> {
  const there = await client.query(`select from pg_class where oid = to_regclass('drizzle.__drizzle_migrations')`)
  if (there.rowCount === 0) return 0
  const counted = await client.query<{ count: number }>('select count(*)::int from drizzle.__drizzle_migrations')
  return counted.rows[0]?.count ?? 0
}
