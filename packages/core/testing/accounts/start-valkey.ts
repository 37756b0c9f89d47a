import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

export type TestValkey = { url: string; stop(): Promise<void> }

/** A real server on a free port of this machine, which keeps nothing: `valkey-server`, or `redis-server` where that is installed. */
export async function startValkey(): Promise<TestValkey> {
  const port = await freePort()
  const program = process.env.VALKEY_SERVER ?? 'redis-server'
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no']
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const failed = once(child, 'error').then(([error]) => {
    throw error
  })
  await Promise.race([untilReady(child.stdout), failed])
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

async function untilReady(output: NodeJS.ReadableStream): Promise<void> {
  for await (const line of createInterface({ input: output })) {
    if (line.includes('Ready to accept connections')) {
      output.resume()
      return
    }
  }
  throw new Error('The Valkey of the test ended before it was ready')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
