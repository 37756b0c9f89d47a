import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePorts } from './ports.ts'

const root = join(import.meta.dirname, '../..')
const node = join(root, 'node_modules/.bin/node')
const bundle = join(root, 'dist/server/gotrs.mjs')

export type Product = {
  url: string
  smtpPort: number
  dataDir: string
  process: ChildProcess
  /** Its output so far. */
  output(): string
  /** Starts it again on the same data and ports. */
  restart(): Promise<void>
  /** Sends SIGTERM and waits for the exit code. */
  stop(): Promise<number | null>
  /** Stops it and removes its data. */
  remove(): Promise<void>
}

/** `data`: a folder of data to begin with, which is copied; without one it seeds the demo. */
export type ProductOptions = { smtpUrl?: string; data?: string; env?: Record<string, string> }

/** Starts the built product as a person does, with its own ports and data folder. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gotrs-e2e-'))
  if (options.data) await copyData(options.data, dataDir)
  const [port = 0, smtpPort = 0] = await freePorts(2)
  const env = {
    ...process.env,
    ...options.env,
    PORT: String(port),
    SMTP_IN_PORT: String(smtpPort),
    DATA_DIR: dataDir,
    DEMO: '1',
    SMTP_URL: options.smtpUrl ?? '',
    // vitest sets its own BASE_URL.
    BASE_URL: '',
    DATABASE_URL: '',
    VALKEY_URL: '',
    LOG_LEVEL: 'warn',
  }
  let running = launch(env)
  await running.ready
  return {
    url: `http://127.0.0.1:${port}`,
    smtpPort,
    dataDir,
    get process() {
      return running.child
    },
    output: () => running.output(),
    async restart() {
      running = launch(env)
      await running.ready
    },
    stop: () => stop(running.child),
    async remove() {
      await stop(running.child)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** With the owners of the files: the cluster of Postgres belongs to another user than root. */
export async function copyData(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', `${from}/.`, to])
}

function launch(env: NodeJS.ProcessEnv) {
  const child = spawn(node, [bundle, 'start'], { cwd: tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('GOTRS is ready')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', code => reject(new Error(`gotrs start ended with ${code}:\n${printed}`)))
  })
  return { child, ready, output: () => printed }
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
  return child.exitCode
}
