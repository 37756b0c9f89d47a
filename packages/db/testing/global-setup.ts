import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { leaseKeptCluster } from './kept-cluster.ts'
import { startTestCluster } from './test-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's URL of the tests' Postgres. */
    postgresAdminUrl: string
    /** For what is made once for the whole run: it is deleted when that is over, and the installed packages are found from it. */
    runFolder: string
    /** The application's URL of the migrated template; tests clone it. */
    templateUrl: string
  }
}

const cache = fileURLToPath(new URL('../../../node_modules/.cache', import.meta.url))

/** Some files are tested in seconds when the cluster is there already; a whole run has its own and leaves nothing behind. */
const isKept = !process.env.CI && process.env.GOTRS_TEST_CLUSTER !== 'own'

export default async function setup(project: TestProject) {
  const cluster = (isKept && (await leaseKeptCluster())) || (await startTestCluster())
  await mkdir(cache, { recursive: true })
  const runFolder = await mkdtemp(join(cache, 'gotrs-run-'))
  // While `watch` runs, what was made from the sources of before is old.
  project.onTestsRerun(async () => {
    await rm(runFolder, { recursive: true, force: true })
    await mkdir(runFolder)
  })
  project.provide('runFolder', runFolder)
  project.provide('postgresAdminUrl', cluster.adminUrl)
  project.provide('templateUrl', cluster.templateUrl)
  return async () => {
    await cluster.stop()
    await rm(runFolder, { recursive: true, force: true })
  }
}
