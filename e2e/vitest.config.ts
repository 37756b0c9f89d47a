import { defineConfig } from 'vitest/config'

/** Journeys through the built product, in a real browser, against real mail servers. One at a time: they share it. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['journeys/**/*.test.ts'],
    globalSetup: ['setup/shared-product.ts'],
    testTimeout: 90_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
