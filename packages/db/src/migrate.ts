import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { provideAppRole } from './app-role.ts'

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))

// Any number that nothing else uses: two processes that start at once migrate one after the other.
const migrationLock = 4_764_270

/**
 * Brings the schema (ours and the job queue's) up to date. Rerunnable; waits for another that migrates.
 * @returns how many of our migrations ran now
 */
export async function migrateDatabase(databaseUrl: string): Promise<{ applied: number }> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    const before = await countApplied(client)
    await migrate(drizzle(client), { migrationsFolder })
    await runMigrations({ connectionString: databaseUrl, maxPoolSize: 1 })
    await provideAppRole(client)
    return { applied: (await countApplied(client)) - before }
  } finally {
    await client.end()
  }
}

async function countApplied(client: pg.Client): Promise<number> {
  const exists = await client.query(`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`)
  if (!exists.rows[0]?.exists) return 0
  const counted = await client.query('select count(*)::int as count from drizzle.__drizzle_migrations')
  return counted.rows[0].count
}
