import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchBrowser } from './browser.ts'
import { startDemoProduct } from './demo-product.ts'
import type { Product } from './product.ts'

export type OwnDemo = { readonly product: Product; readonly browser: Browser }

/** A product with demo data and a browser for the journeys of this block alone: they may change what they like. */
export function ownDemo(): OwnDemo {
  let product: Product | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    product = await startDemoProduct()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.remove()
  })
  const started = <T>(it: T | undefined): T => {
    if (it === undefined) throw new Error('The demo has not started yet.')
    return it
  }
  return {
    get product() {
      return started(product)
    },
    get browser() {
      return started(browser)
    },
  }
}
