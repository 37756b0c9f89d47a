import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../src/embedded-postgres.ts'
import { migrateDatabase } from '../src/migrate.ts'

export type ClusterUrls = { adminUrl: string; templateUrl: string }
export type TestCluster = ClusterUrls & { stop(): Promise<void> }

const prefix = 'gotrs-test-'
const throwAway = {
  ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  ...{ wal_level: 'minimal', max_wal_senders: '0', autovacuum: 'off' },
  max_connections: '200',
}

/** A Postgres without any durability, with a migrated template that every test file clones. */
export async function startTestCluster(): Promise<TestCluster> {
  const home = await mkdtemp(join(await placeForPostgres(), `${prefix}${process.pid}-`))
  const postgres = await startEmbeddedPostgres({ dataDir: join(home, 'postgres'), settings: throwAway, log: () => {} })
  await migrateDatabase(postgres.url)
  const admin = new pg.Client({ connectionString: postgres.adminUrl })
  await admin.connect()
  await admin.query('alter database gotrs with is_template true allow_connections true')
  await admin.end()
  return {
    adminUrl: postgres.adminUrl,
    templateUrl: postgres.url,
    async stop() {
      await postgres.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const memory = '/dev/shm'
const roomBytes = 4 * 1024 ** 3

/** Hundreds of databases come and go: in memory, where there is room, that is a third of the work of doing it on a disk. */
async function placeForPostgres(): Promise<string> {
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }))
  if (bavail * bsize < roomBytes) return tmpdir()
  // What a run that was killed left behind would stay in memory.
  for (const name of await readdir(memory)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN
    if (pid > 0 && !existsSync(`/proc/${pid}`)) await rm(join(memory, name), { recursive: true, force: true })
  }
  return memory
}
