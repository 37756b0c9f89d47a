import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../embedded-postgres.ts'
import { migrateDatabase } from '../migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's URL of the tests' Postgres. */
    postgresAdminUrl: string
    /** For what is made once for the whole run: it goes when that is over, and the installed packages are found from it. */
    runFolder: string
    /** The application's URL of the migrated template; tests clone it. */
    templateUrl: string
  }
}

const cache = fileURLToPath(new URL('../../../../node_modules/.cache', import.meta.url))

/** One throw-away Postgres for the whole run, with a migrated template that every test file clones. */
export default async function setup(project: TestProject) {
  const home = await mkdtemp(join(tmpdir(), 'gotrs-test-'))
  const postgres = await startEmbeddedPostgres({
    dataDir: join(home, 'postgres'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    log: () => {},
  })
  await migrateDatabase(postgres.url)
  const admin = new pg.Client({ connectionString: postgres.adminUrl })
  await admin.connect()
  await admin.query('alter database gotrs with is_template true allow_connections true')
  await admin.end()
  await mkdir(cache, { recursive: true })
  const runFolder = await mkdtemp(join(cache, 'gotrs-run-'))
  project.provide('runFolder', runFolder)
  project.provide('postgresAdminUrl', postgres.adminUrl)
  project.provide('templateUrl', postgres.url)
  return async () => {
    await postgres.stop()
    for (const folder of [home, runFolder]) await rm(folder, { recursive: true, force: true })
  }
}
