import { chmod, mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import pg from 'pg'
import { appRole } from './app-role.ts'
import { locateBinaries } from './embedded-postgres/binaries.ts'
import {
  clusterOf,
  ensureCluster,
  ensurePasswords,
  type Passwords,
  readPasswords,
} from './embedded-postgres/cluster.ts'
import { chooseLauncher } from './embedded-postgres/launcher.ts'
import {
  clearOrphan,
  isPostmasterOf,
  readPostmasterPid,
  startPostmaster,
  stopProcess,
} from './embedded-postgres/postmaster.ts'

export interface EmbeddedPostgresOptions {
  /** The folder for the cluster and its password; made when missing. */
  dataDir: string
  /** A free one unless given. */
  port?: number
  /** Postgres settings on top of ours, for instance `{ fsync: 'off' }` for a throw-away cluster. */
  settings?: Record<string, string>
  log: (line: string) => void
}

export interface EmbeddedPostgres {
  /** The database `gotrs`, as its owner `gotrs`, who is no superuser. */
  url: string
  /** The database `postgres`, as the superuser. */
  adminUrl: string
  pid: number
  port: number
  /** Settles when Postgres has ended, for whatever reason. */
  exited: Promise<void>
  stop(): Promise<void>
}

// Small footprint; fsync stays on: no acknowledged write is ever lost.
const ourSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Its log holds no value: neither errors, which the application logs by its own rule, nor statements and rows.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/** Only one process at a time may start Postgres in a folder: the caller holds the lock on it. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  const cluster = clusterOf(dataDir)
  const binaries = locateBinaries()
  await ensureFolder(dataDir)
  const launcher = await chooseLauncher(binaries, cluster)
  await ensureCluster(binaries, launcher, dataDir)
  await clearOrphan(cluster, options.log)
  const settings: Record<string, string> = { ...ourSettings, ...options.settings }
  const postmaster = await startPostmaster({
    binaries,
    launcher,
    cluster,
    port: options.port,
    settings,
    log: options.log,
  })
  let hasExited = false
  const exited = postmaster.exited.then(() => {
    hasExited = true
  })
  const stop = () => stopProcess(postmaster.pid, async () => hasExited)
  try {
    const passwords = await ensurePasswords(dataDir)
    await ensureDatabase(urlsFor(postmaster.port, passwords).adminUrl, passwords.app)
    return { ...urlsFor(postmaster.port, passwords), pid: postmaster.pid, port: postmaster.port, exited, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The Postgres that a running GOTRS has started in that folder, for a command beside it. */
export async function findRunningPostgres(dataDir: string): Promise<{ url: string; adminUrl: string } | null> {
  const cluster = clusterOf(resolve(dataDir))
  const [running, passwords] = await Promise.all([readPostmasterPid(cluster), readPasswords(resolve(dataDir))])
  if (!running || !passwords || !(await isPostmasterOf(running.pid, cluster))) return null
  return urlsFor(running.port, passwords)
}

async function ensureFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    // Postgres may run as another user than us: it may pass through here, and its own folder is closed to others.
    await chmod(dataDir, 0o711)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${dataDir} cannot be written (${reason}): make it writable, or set DATA_DIR to another folder.`, {
      cause,
    })
  }
}

function urlsFor(port: number, passwords: Passwords): { url: string; adminUrl: string } {
  return {
    url: `postgres://gotrs:${passwords.app}@127.0.0.1:${port}/gotrs`,
    adminUrl: `postgres://postgres:${passwords.admin}@127.0.0.1:${port}/postgres`,
  }
}

/** The application owns its database but is no superuser; the extensions it needs are trusted ones. */
async function ensureDatabase(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 })
  // Its statements fail as well; unheard, this would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const role = await client.query("select from pg_roles where rolname = 'gotrs'")
    const verb = role.rowCount === 0 ? 'create' : 'alter'
    await client.query(`${verb} role gotrs login password ${client.escapeLiteral(password)}`)
    // The application may not create roles: this one it takes for all its work (see app-role.ts).
    const app = await client.query('select from pg_roles where rolname = $1', [appRole])
    if (app.rowCount === 0) await client.query(`create role ${appRole} nologin`)
    await client.query(`grant ${appRole} to gotrs with inherit false, set true`)
    const database = await client.query("select from pg_database where datname = 'gotrs'")
    if (database.rowCount === 0) await client.query('create database gotrs owner gotrs')
  } finally {
    await client.end()
  }
}
