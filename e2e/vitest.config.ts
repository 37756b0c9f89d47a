import { defineConfig } from 'vitest/config'

/** Journeys through the built product, in a real browser, against real mail servers. Those that share one only add to it. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['journeys/**/*.test.ts'],
    globalSetup: ['setup/shared-product.ts'],
    testTimeout: 90_000,
    hookTimeout: 180_000,
    // They wait for half of their time.
    maxWorkers: 2,
  },
})
