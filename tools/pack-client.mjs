// npm run pack-client: writes dist/client and its archive. Plain JavaScript without dependencies: this runs on Node 20.
import { resolve } from 'node:path'
import { ensureInstalled, main, node24, root, run } from './workspace.mjs'

await main(async () => {
  await ensureInstalled()
  const target = resolve(process.argv[2] ?? `${root}/dist/client`)
  return run(node24, ['tools/client-package/pack.ts', target], { stdio: ['ignore', 'inherit', 'inherit'] })
})
