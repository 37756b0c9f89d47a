import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { copyData, startProduct } from './product.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The product with its demo data; outgoing mail is caught. */
    demoUrl: string
    demoSmtpPort: number
    /** The data of a stopped product with its demo data. */
    demoData: string
  }
}

/**
 * One product with demo data for the journeys that only look, or that touch nothing others rely on. The others begin with a
 * copy of its data: to seed the demo is more work than most journeys.
 */
export default async function setup(project: TestProject) {
  // Servers of the journeys stand on this machine.
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
