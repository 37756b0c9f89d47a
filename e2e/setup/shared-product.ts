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
  const product = await startProduct()
  project.provide('demoUrl', product.url)
  project.provide('demoSmtpPort', product.smtpPort)
  return () => product.remove()
}
