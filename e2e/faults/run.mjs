// npm run faults: plain JavaScript, so that it runs on Node 20 in a fresh clone.
import { join } from 'node:path'
import { build } from '../../tools/build.mjs'
import { ensureTestPrograms } from '../../tools/test-programs.mjs'
import { ensureInstalled, main, node24, root, run } from '../../tools/workspace.mjs'

await main(async () => {
  await ensureInstalled()
  await ensureTestPrograms()
  await build()
  return run(node24, [join(root, 'e2e/faults/main.ts'), ...process.argv.slice(2)])
})
