import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { within } from './within.ts'

export const bundle = join(import.meta.dirname, '../../dist/server/gotrs.mjs')

/** One process of the product that the run kills and starts again. */
export type Program = {
  name: string
  isUp(): boolean
  /** Resolves when it is ready or has ended. */
  start(more?: Record<string, string>): Promise<void>
  /** `kill -9`. */
  kill(): Promise<void>
  /** SIGTERM; returns the exit code and the time. */
  stop(): Promise<{ code: number | null; tookMs: number }>
  /** True when it has ended by SIGKILL within this time. */
  hasDied(withinMs: number): Promise<boolean>
  log(): string
}

/** A process that is neither ready nor ended by then hangs. */
const timeLimitMs = 60_000

const children = new Set<ChildProcess>()
// The run leaves no process behind, also if it fails.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** `uid`: the user of the process, by default the user of this run. */
type Options = { name: string; env: NodeJS.ProcessEnv; logFolder: string; uid?: number }

export function createProgram(name: string, command: string, { env, logFolder, uid }: Omit<Options, 'name'>): Program {
  const logFile = join(logFolder, `${name}.log`)
  let child: ChildProcess | null = null
  const isUp = () => child !== null && child.exitCode === null && child.signalCode === null
  const gone = async () => {
    if (child && isUp()) await within(timeLimitMs, `the end of ${name}`, once(child, 'exit'))
  }
  return {
    name,
    isUp,
    async start(more = {}) {
      const log = openSync(logFile, 'a')
      const started = spawn(process.execPath, [bundle, command], {
        env: { ...env, ...more },
        stdio: ['ignore', log, log, 'ipc'],
        ...(uid === undefined ? {} : { uid, gid: uid }),
      })
      closeSync(log)
      child = started
      children.add(started)
      started.once('exit', () => children.delete(started))
      const either = Promise.race([once(started, 'message'), once(started, 'exit')])
      await within(timeLimitMs, `the start of ${name}`, either)
    },
    async kill() {
      child?.kill('SIGKILL')
      await gone()
    },
    async stop() {
      const began = performance.now()
      child?.kill('SIGTERM')
      const forced = setTimeout(() => child?.kill('SIGKILL'), 20_000)
      await gone()
      clearTimeout(forced)
      return { code: child?.exitCode ?? null, tookMs: performance.now() - began }
    },
    async hasDied(withinMs) {
      const done = new AbortController()
      await Promise.race([gone(), pause(withinMs, undefined, { signal: done.signal }).catch(() => {})])
      done.abort()
      return !isUp() && child?.signalCode === 'SIGKILL'
    },
    log: () => readFileSync(logFile, 'utf8'),
  }
}

/** Runs a command of the product to its end. */
export async function runCommand(args: string[], env: NodeJS.ProcessEnv, input?: Buffer) {
  const child = spawn(process.execPath, [bundle, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  children.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const ended = within(timeLimitMs, `gotrs ${args.join(' ')}`, once(child, 'close'))
  const [code] = await ended.finally(() => {
    child.kill('SIGKILL')
    children.delete(child)
  })
  return { code: code as number | null, output }
}
