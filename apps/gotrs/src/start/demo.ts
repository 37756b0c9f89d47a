import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Only the first start adds the demo data, so that it does not return after somebody has deleted it. */
export async function seedOnce(dataDir: string, env: NodeJS.ProcessEnv, halt: AbortSignal): Promise<void> {
  const mark = join(dataDir, 'demo-seeded')
  if (existsSync(mark)) return
  const code = await runSeed(env, halt)
  halt.throwIfAborted()
  if (code !== 0) throw new Error('Adding the demo data failed, see above: set DEMO=0 to start without it.')
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
