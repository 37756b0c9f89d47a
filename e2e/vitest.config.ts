import { defineConfig } from 'vitest/config'
import { longestFirst } from '../tools/longest-first.ts'

/** Journeys through the built product, in a real browser, with real mail servers. Journeys that share a product only add data. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['journeys/**/*.test.ts'],
    globalSetup: ['setup/shared-product.ts'],
    testTimeout: 90_000,
    hookTimeout: 180_000,
    // Journeys wait for half of their time.
    maxWorkers: 2,
    sequence: {
      sequencer: longestFirst([
        '/drafts.test.ts',
        '/accessibility.test.ts',
        '/presence.test.ts',
        '/held-mail.test.ts',
        '/one-cursor.test.ts',
      ]),
    },
  },
})
