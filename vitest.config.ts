import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { longestFirst } from './tools/longest-first.ts'

/** The access proofs make thousands of calls, and tests with mail servers and restarts wait for seconds. */
const sequencer = longestFirst([
  '/access/access.test.ts',
  '/security/injection.test.ts',
  '/apps/mail-worker/src/',
  '/kernel/bounded-reads.test.ts',
  '/outbound/flood.test.ts',
  '/mail/deliver.test.ts',
  '/seed/seed-demo.test.ts',
])

export default defineConfig({
  test: {
    include: [
      'packages/*/{src,testing}/**/*.test.ts',
      'apps/*/src/**/*.test.{ts,tsx}',
      'tools/**/*.test.ts',
      // What needs the built product is in journeys/.
      'e2e/!(journeys|conversations)/**/*.test.ts',
    ],
    globalSetup: ['packages/db/testing/global-setup.ts'],
    // The threads that read mails start in a third of the time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'gotrs-test-compiled') },
    // For a machine that has other things to do: what hangs is red all the same.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Files that run one after the other in a process share what they import: half of all the work was importing it again.
    isolate: false,
    // Many tests wait for servers: two cores carry three.
    maxWorkers: 3,
    sequence: { sequencer },
  },
})
