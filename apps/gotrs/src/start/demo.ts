import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The first start fills the demo in; it never comes back after somebody has deleted what is in it. */
export async function seedOnce(dataDir: string, env: NodeJS.ProcessEnv, halt: AbortSignal): Promise<void> {
  const mark = join(dataDir, 'demo-seeded')
  if (existsSync(mark)) return
  const code = await runSeed(env, halt)
  halt.throwIfAborted()
  if (code !== 0) throw new Error('The demo could not be filled in, see above: set DEMO=0 to start without it.')
  writeFileSync(mark, `${new Date().toISOString()}\n`)
}

function runSeed(env: NodeJS.ProcessEnv, halt: AbortSignal): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const args = [...process.execArgv, process.argv[1] ?? '', 'seed']
    const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 2, 'inherit', 'ipc'] })
    const stop = () => child.kill('SIGTERM')
    halt.addEventListener('abort', stop, { once: true })
    child.once('error', reject)
    child.once('exit', code => {
      halt.removeEventListener('abort', stop)
      resolve(code)
    })
  })
}
