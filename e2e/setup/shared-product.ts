import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { copyData, startProduct } from './product.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The product with demo data; it catches outgoing mail. */
    demoUrl: string
    demoSmtpPort: number
    /** The data folder of a stopped product with demo data. */
    demoData: string
  }
}

/**
 * One product with demo data for journeys that change nothing that other journeys need. The others start with a copy of its
 * data, because seeding the demo takes longer than most journeys.
 */
export default async function setup(project: TestProject) {
  // The servers of the journeys are on this machine.
  const product = await startProduct({ env: { PRIVATE_HOSTS: '127.0.0.1' } })
  const demoData = await mkdtemp(join(tmpdir(), 'gotrs-e2e-demo-'))
  await product.stop()
  await copyData(product.dataDir, demoData)
  await product.restart()
  project.provide('demoData', demoData)
  project.provide('demoUrl', product.url)
  project.provide('demoSmtpPort', product.smtpPort)
  return async () => {
    await product.remove()
    await rm(demoData, { recursive: true, force: true })
  }
}
