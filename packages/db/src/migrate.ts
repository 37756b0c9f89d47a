import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { adoptOlderSchema } from './adopt-older-schema.ts'
import { provideAppRole } from './app-role.ts'
import { continueEventPositions } from './event-positions.ts'

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))

// Any number that nothing else uses: two processes that start at once migrate one after the other.
const migrationLock = 4_764_270

/**
 * Brings the schema (ours and the job queue's) up to date. Rerunnable; waits for another that migrates.
 * @returns how many of our migrations ran now
 */
export async function migrateDatabase(databaseUrl: string): Promise<{ applied: number }> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  // Its statements fail as well; unheard, this would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await adoptOlderSchema(client)
    const before = await countApplied(client)
    await migrate(drizzle(client), { migrationsFolder })
    await continueEventPositions(client)
    await migrateJobs(databaseUrl)
    await provideAppRole(client)
    return { applied: (await countApplied(client)) - before }
  } finally {
    await client.end()
  }
}

/** With a pool of ours: the job library does not wait until its own pool has closed, whose errors then end the process. */
async function migrateJobs(databaseUrl: string): Promise<void> {
  const pgPool = new pg.Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 10_000 })
  const unheard = () => {}
  pgPool.on('error', unheard)
  pgPool.on('connect', client => client.on('error', unheard))
  try {
    await runMigrations({ pgPool })
  } finally {
    await pgPool.end()
  }
}

async function countApplied(client: pg.Client): Promise<number> {
  const exists = await client.query(`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`)
  if (!exists.rows[0]?.exists) return 0
  const counted = await client.query('select count(*)::int as count from drizzle.__drizzle_migrations')
  return counted.rows[0].count
}
