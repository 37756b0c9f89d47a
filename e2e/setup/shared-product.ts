import type { TestProject } from 'vitest/node'
import { startProduct } from './product.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The product with its demo data; outgoing mail is caught. */
    demoUrl: string
    demoSmtpPort: number
  }
}

/** One product with demo data for the journeys that only look, or that touch nothing others rely on. */
export default async function setup(project: TestProject) {
  // Servers of the journeys stand on this machine.
  const product = await startProduct({ env: { PRIVATE_HOSTS: '127.0.0.1' } })
  project.provide('demoUrl', product.url)
  project.provide('demoSmtpPort', product.smtpPort)
  return () => product.remove()
}
