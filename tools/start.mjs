// npm start: plain JavaScript without dependencies, so that it runs on Node 20 in a fresh clone.
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureInstalled, main, node24, root, run } from './workspace.mjs'

await main(async () => {
  await ensureInstalled()
  await build()
  const program = join(root, 'dist/server/gotrs.mjs')
  return run(node24, ['--enable-source-maps', program, 'start', ...process.argv.slice(2)], {
    // The channel closes when this process is gone, even after kill -9.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
})
