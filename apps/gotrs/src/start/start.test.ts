import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { productBundle } from '@gotrs/core/testing/product-bundle'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { childEnvironment } from '../env.ts'

// The real command on the real Postgres, server and mail-worker, in a folder that nobody else may enter.
let home: string
let program: string
let ports: { PORT: string; SMTP_IN_PORT: string }
let gotrs: Started

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gotrs-start-'))
  chmodSync(home, 0o700)
  program = await productBundle()
  ports = { PORT: await freePort(), SMTP_IN_PORT: await freePort() }
  gotrs = start()
  await gotrs.says('GOTRS is ready')
})

afterAll(async () => {
  await gotrs.stop()
  rmSync(home, { recursive: true, force: true })
})

it('is ready when it says so', async () => {
  expect(gotrs.output()).toMatch(new RegExp(`^GOTRS is ready: http://127.0.0.1:${ports.PORT}$`, 'm'))
  expect(await readiness()).toBe(200)
})

it('rejects a second start on the same folder', async () => {
  const second = start()
  expect(await second.exitCode).toBe(1)
  expect(second.output().trim()).toMatch(
    /^GOTRS is already running on .* \(process \d+\): stop it first, or set DATA_DIR/,
  )
})

it('rejects a taken port in one sentence', async () => {
  const other = start({ DATA_DIR: join(home, 'other') })
  expect(await other.exitCode).toBe(1)
  expect(other.output().trim()).toMatch(new RegExp(`^Another program uses port ${ports.PORT} on 127.0.0.1: [^\\n]+$`))
})

it('brings a killed Postgres back, and the server works on', async () => {
  process.kill(postgresPid(), 'SIGKILL')
  await gotrs.says('Postgres ended unexpectedly and restarts')
  await until(async () => (await readiness()) === 200)
})

it('starts a killed server again, and says so', async () => {
  process.kill(childOf(gotrs.child, 'server'), 'SIGKILL')
  await gotrs.says('The server ended unexpectedly (SIGKILL) and restarts in 0.5 s.')
  await until(async () => (await readiness()) === 200)
})

it('recovers after kill -9: what it left behind goes, and the next start works', async () => {
  gotrs.child.kill('SIGKILL')
  await gotrs.exitCode
  gotrs = start()
  await gotrs.says('GOTRS is ready')
  expect(await readiness()).toBe(200)
})

it('stops at SIGTERM with nothing left behind, and says so', async () => {
  const pid = postgresPid()
  expect(await gotrs.stop()).toBe(0)
  expect(gotrs.output()).toMatch(/^Stopping GOTRS … .*\nGOTRS has stopped\.$/m)
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(join(home, 'data', 'gotrs.lock'))).toBe(false)
  await expect(fetch(`http://127.0.0.1:${ports.PORT}/healthz`)).rejects.toThrow()
})

type Started = ReturnType<typeof start>

function start(env: Record<string, string> = {}) {
  const settings = { DATA_DIR: join(home, 'data'), DEMO: '0', DATABASE_URL: '', BASE_URL: '', HOST: '', SECRET_KEY: '' }
  const child = spawn(process.execPath, [program, 'start'], {
    cwd: home,
    env: childEnvironment({ ...settings, ...ports, ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  child.stdout.on('data', chunk => (printed += chunk))
  child.stderr.on('data', chunk => (printed += chunk))
  const exitCode = once(child, 'close').then(([code]) => code as number | null)
  return {
    child: child as ChildProcess,
    exitCode,
    output: () => printed,
    says: (words: string) =>
      until(() => {
        if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${printed}`)
        return printed.includes(words)
      }),
    stop() {
      child.kill('SIGTERM')
      return exitCode
    },
  }
}

async function readiness(): Promise<number | null> {
  const answer = await fetch(`http://127.0.0.1:${ports.PORT}/readyz`).catch(() => null)
  return answer?.status ?? null
}

function childOf(parent: ChildProcess, command: string): number {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const found = processes
    .map(line => line.trim().split(/\s+/))
    .find(it => it[1] === `${parent.pid}` && it.at(-1) === command)
  return Number(found?.[0])
}

function postgresPid(): number {
  return Number(readFileSync(join(home, 'data', 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It did not come about within a minute.')
    await wait(50)
  }
}

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return String(port)
}
