// npm run rigs -- NAME: plain JavaScript, so that it runs on Node 20 in a fresh clone.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../tools/build.mjs'
import { ensureTestPrograms } from '../tools/test-programs.mjs'
import { ensureInstalled, main, node24, root, run, Trouble } from '../tools/workspace.mjs'

const [name = '', ...args] = process.argv.slice(2)

await main(async () => {
  const program = join(root, 'e2e', name, 'main.ts')
  if (!/^[a-z]+$/.test(name) || !existsSync(program))
    throw new Trouble('Choose a rig: npm run rigs -- faults, cost, conversations, mta, api or bench.')
  await ensureInstalled()
  if (!['cost', 'api', 'bench'].includes(name)) await ensureTestPrograms()
  await build()
  return run(node24, [program, ...args])
})
