import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const launcher = fileURLToPath(new URL('../bin/gotrs.mjs', import.meta.url))
const bundle = fileURLToPath(new URL('../../../dist/server/gotrs.mjs', import.meta.url))
/** The launcher takes the Node that runs it for an old one. */
const aged = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.1.0'})`

async function run(...args: string[]) {
  const child = spawn(process.execPath, ['--import', aged, launcher, ...args], { env: { PATH: '/nowhere' } })
  child.stdin.end()
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, err, code }
}

test('an old Node starts the installed one; without a build, mail deliver exits with 75', async () => {
  const help = await run('mail', 'deliver', '--help')
  if (existsSync(bundle)) expect(help).toMatchObject({ code: 0, out: expect.stringContaining('--mailbox') })
  else expect(help).toMatchObject({ code: 75, err: expect.stringContaining('Run npm start once') })
})
