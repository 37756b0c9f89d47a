import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

export const bundle = join(import.meta.dirname, '../../dist/server/gotrs.mjs')

export type Program = { pid: number; stop(): Promise<void> }

const children = new Set<ChildProcess>()
// Whatever happens to this run, it leaves no process behind.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a Node program and returns when it says by a message that it is ready. @throws where it ends before */
export async function startProgram(args: string[], env: NodeJS.ProcessEnv): Promise<Program> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.add(child)
  const ended = once(child, 'exit')
  void ended.then(() => children.delete(child))
  const first = await Promise.race([once(child, 'message').then(() => 'ready'), ended.then(() => 'ended')])
  if (first === 'ended' || child.pid === undefined) throw new Error(`${args.join(' ')} ended before it was ready.`)
  return {
    pid: child.pid,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const axe = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(axe)
    },
  }
}

/** Runs a command of the product to its end. What it says goes to the screen. */
export async function runCommand(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [bundle, ...args], { env, stdio: ['ignore', 2, 'inherit'] })
  children.add(child)
  const [code] = await once(child, 'exit')
  children.delete(child)
  if (code !== 0) throw new Error(`gotrs ${args.join(' ')} failed, see above.`)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
