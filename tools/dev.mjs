// npm run dev: plain JavaScript without dependencies, so that it runs on Node 20 in a fresh clone.
import { join } from 'node:path'
import { ensureInstalled, main, node24, root, run } from './workspace.mjs'

await main(async () => {
  await ensureInstalled()
  return run(node24, [join(root, 'tools/dev-servers.mjs')], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
})
