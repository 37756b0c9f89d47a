import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createPool } from '@gotrs/db/client'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gotrs/db/embedded-postgres'
import { migrateDatabase } from '@gotrs/db/migrate'
import { seedKey, seedVersion } from '@gotrs/gotrs/seed-tickets/fingerprint'
import { runCommand } from './programs.ts'

/** A desk full of tickets, on a Postgres that this run has started. */
export type Data = {
  tickets: number
  folder: string
  secretKey: string
  postgres: EmbeddedPostgres
  /** One connection, as the superuser, who is left out of what is counted. */
  pool: ReturnType<typeof createPool>
  /** The last lines of Postgres's log, each beginning with the name of the program. */
  log: string[]
  close(): Promise<void>
}

const observed = { shared_preload_libraries: 'pg_stat_statements', log_line_prefix: '%a ' }
const mostLines = 2_000

/** Uses the data set that is there, or seeds it, which takes minutes for a million tickets. */
export async function openData(root: string, tickets: number, say: (line: string) => void): Promise<Data> {
  const folder = join(root, String(tickets))
  await mkdir(folder, { recursive: true })
  if (!existsSync(join(folder, 'postgres', 'cluster'))) {
    say(`Seeding ${tickets.toLocaleString('en')} tickets in ${folder}`)
    await runCommand(['seed', '--tickets', String(tickets)], environmentFor(folder))
  }
  const log: string[] = []
  const settings = { ...observed, max_connections: '120' }
  const postgres = await startEmbeddedPostgres({
    ...{ dataDir: join(folder, 'postgres'), settings },
    log: line => void (log.length < mostLines && log.push(line)),
  })
  const adminUrl = new URL(postgres.adminUrl)
  adminUrl.pathname = '/gotrs'
  const pool = createPool(adminUrl.href, { max: 1, applicationName: 'bench', isOwner: true })
  const close = async () => {
    await pool.end()
    await postgres.stop()
  }
  const secretKey = readFileSync(join(folder, 'secret-key'), 'utf8').split('\n')[0] ?? ''
  const data = { tickets, folder, secretKey, postgres, pool, log, close }
  try {
    await prepare(data)
    return data
  } catch (error) {
    await close()
    throw error
  }
}

async function prepare({ pool, postgres, folder, tickets }: Data): Promise<void> {
  // A million tickets take longer than a request may.
  await pool.query('set statement_timeout = 0')
  await migrateDatabase(postgres.url)
  const { rows } = await pool.query('select value from settings where key = $1', [seedKey])
  const { tickets: found, version } = rows[0]?.value ?? {}
  if (found !== tickets || version !== seedVersion) {
    throw new Error(
      `${folder} holds another data set than this program makes: delete it, or give --data another folder.`,
    )
  }
  await pool.query('create extension if not exists pg_stat_statements')
  // The acknowledgements of a run shortly before count against the hourly limit of the desk, past which each takes a job.
  await pool.query(
    `update outbound_mails set created_at = created_at - interval '2 hours' where created_at > now() - interval '1 hour'`,
  )
  // The acts of earlier runs have changed what the planner should know.
  await pool.query('analyze')
}

/** Of every program of the product. It measures what production does: its own limits would stop it. */
export function environmentFor(folder: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { DATABASE_URL, VALKEY_URL, SECRET_KEY, BLOBS_URL, SMTP_URL, BASE_URL, ...inherited } = process.env
  const limits = { API_RATE_LIMIT: '0', MAIL_IN_PER_SENDER: '0', MAIL_IN_PER_NETWORK: '0' }
  return { ...inherited, ...limits, NODE_ENV: 'production', LOG_LEVEL: 'error', DATA_DIR: folder, ...more }
}
