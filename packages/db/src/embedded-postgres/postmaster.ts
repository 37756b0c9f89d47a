import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, readlink, realpath, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { PostgresBinaries } from './binaries.ts'
import type { Launcher } from './launcher.ts'

export interface Postmaster {
  pid: number
  port: number
  exited: Promise<void>
}

export interface PostmasterOptions {
  binaries: PostgresBinaries
  launcher: Launcher
  cluster: string
  port: number | undefined
  settings: Record<string, string>
  log: (line: string) => void
}

const attempts = 20
const startTimeout = 120_000

/** Tries again while a port was snatched or the back ends of a killed postmaster are still leaving. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const outcome = await launch(options, port)
    if ('pid' in outcome) return outcome
    const isTaken = /could not (bind|create any TCP)|Address already in use/i.test(outcome.trouble)
    if (isTaken && options.port !== undefined) {
      throw new Error(
        `Port ${port} is taken by another program: Postgres needs it; stop that program or choose another port.`,
      )
    }
    const isPassing = isTaken || /still in use|starting up|shutting down/i.test(outcome.trouble)
    if (!isPassing || attempt === attempts) throw new Error(`Postgres did not start: ${outcome.trouble}`)
    await wait(500)
  }
}

/** Smart shutdown for those who are just leaving, then fast, then immediate, then the axe: Postgres recovers from each. */
export async function stopProcess(pid: number, isGone: () => Promise<boolean>): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGTERM', 1_000],
    ['SIGINT', 3_000],
    ['SIGQUIT', 1_000],
    ['SIGKILL', 1_000],
  ]
  for (const [signal, patience] of steps) {
    if (!signalProcess(pid, signal)) return
    const deadline = Date.now() + patience
    while (Date.now() < deadline) {
      if (await isGone()) return
      await wait(20)
    }
  }
}

/** A postmaster that outlived a killed parent is stopped; a stale pid that now belongs to a stranger is made harmless. */
export async function clearOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const running = await readPostmasterPid(cluster)
  if (!running || !signalProcess(running.pid, 0)) return
  if (await isPostmasterOf(running.pid, cluster)) {
    log(`stopping the Postgres that an earlier start left behind (process ${running.pid})`)
    await stopProcess(running.pid, async () => !(await isPostmasterOf(running.pid, cluster)))
    return
  }
  // Postgres takes its parent's pid in that file for stale, and still checks that no old back end shares the memory.
  const file = join(cluster, 'postmaster.pid')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^\d+/, String(process.pid)))
}

export async function readPostmasterPid(cluster: string): Promise<{ pid: number; port: number } | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) ? { pid, port } : null
}

/** With /proc, the working folder decides (Postgres works inside its cluster); without it, a living pid counts. */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!signalProcess(pid, 0)) return false
  if (process.platform !== 'linux') return true
  const [folder, state] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => ''),
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
  ])
  const isZombie = /^\d+ \(.*\) Z/.test(state)
  return !isZombie && folder === (await realpath(cluster).catch(() => cluster))
}

function launch(options: PostmasterOptions, port: number): Promise<Postmaster | { trouble: string }> {
  const settings = Object.entries({ ...options.settings, port: String(port) })
  const args = ['-D', options.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const { file, args: all, ...ids } = options.launcher.command(options.binaries.postgres, args)
  // Its own session: a Ctrl-C in the terminal must not reach Postgres before those who use it.
  const child = spawn(file, all, { ...ids, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  return untilReady(child, port, options.log)
}

function untilReady(child: ChildProcess, port: number, log: (line: string) => void) {
  const { promise, resolve } = Promise.withResolvers<Postmaster | { trouble: string }>()
  const exited = new Promise<void>(done => child.once('close', () => done()))
  const timer = setTimeout(() => {
    child.kill('SIGQUIT')
    resolve({ trouble: `it was not ready after ${startTimeout / 1000} s` })
  }, startTimeout)
  let trouble = 'it ended without a word'
  const lines = child.stderr ? createInterface({ input: child.stderr }) : []
  if (!Array.isArray(lines)) {
    lines.on('line', line => {
      log(line)
      if (/FATAL|ERROR|error while|could not bind|still in use/.test(line))
        trouble = line.replace(/^.*?(FATAL|ERROR):\s*/, '')
      if (line.includes('database system is ready to accept connections') && child.pid) {
        resolve({ pid: child.pid, port, exited })
      }
    })
  }
  child.once('error', error => resolve({ trouble: error.message }))
  child.once('close', () => resolve({ trouble }))
  return promise.finally(() => clearTimeout(timer))
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
