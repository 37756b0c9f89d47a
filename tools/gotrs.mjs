// npm run gotrs -- COMMAND: the command line from the sources; standard input and output pass through untouched.
import { join } from 'node:path'
import { ensureInstalled, main, node24, root, run } from './workspace.mjs'

await main(async () => {
  await ensureInstalled()
  return run(
    node24,
    ['--disable-warning=ExperimentalWarning', join(root, 'apps/gotrs/src/main.ts'), ...process.argv.slice(2)],
    {
      cwd: process.cwd(),
    },
  )
})
