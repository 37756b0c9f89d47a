import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '../..')

export default defineConfig({
  test: {
    dir: import.meta.dirname,
    globalSetup: [join(root, 'packages/db/testing/global-setup.ts')],
    // Long enough for a busy machine.
    testTimeout: 20 * 60_000,
    hookTimeout: 120_000,
  },
})
