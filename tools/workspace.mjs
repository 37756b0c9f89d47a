// Plain JavaScript without dependencies: this runs on Node 20 before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** The Node that runs everything; the machine's own Node only starts it. */
export const node24 = join(root, 'node_modules/.bin/node')

/** An error that is shown as one sentence, without a stack. */
export class Trouble extends Error {}

/** Runs a tool's main function and turns trouble into one sentence and exit code 1. */
export async function main(work) {
  try {
    requireNode20()
    process.exitCode = await work()
  } catch (error) {
    console.error(error instanceof Trouble ? error.message : error)
    process.exitCode = 1
  }
}

/** Installs if nothing is installed or the lockfile has changed; prints progress to stderr only. */
export async function ensureInstalled() {
  const stampFile = join(root, 'node_modules/.gotrs-install')
  const wanted = hashFiles(manifests())
  if (existsSync(node24) && readStamp(stampFile) === wanted) return
  console.error('Installing the packages (once, and again when the lockfile changes) …')
  const code = await run('npx', ['-y', 'pnpm@12', 'install', '--frozen-lockfile'], { stdio: ['ignore', 2, 2] })
  if (code !== 0) {
    throw new Trouble('Installing the packages failed, see above: check the network connection, then run this again.')
  }
  writeStamp(stampFile, wanted)
}

/**
 * Resolves with the child's exit code. Passes signals on to the child, and stops it if npm, our parent, was killed and
 * could not send a signal.
 */
export function run(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, stdio: 'inherit', ...options })
    const pass = signal => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    const watch = whenNpmDies(() => child.kill('SIGTERM'))
    const release = () => {
      clearInterval(watch)
      for (const name of signals) process.off(name, pass)
    }
    child.once('error', error => {
      release()
      reject(new Trouble(`Cannot start ${file}: ${error.message}`))
    })
    child.once('close', (code, signal) => {
      release()
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}

/** Hashes contents, not modification times, so that it is right in a fresh clone and after switching branches. */
export function hashFiles(paths, base = root) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesBelow).sort()) {
    hash
      .update(`${relative(base, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

export function writeStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, stamp)
}

function requireNode20() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) {
    throw new Trouble(
      `GOTRS needs Node 20 or newer to start; this is ${process.version}. Install it from https://nodejs.org.`,
    )
  }
}

function manifests() {
  const folders = ['apps', 'packages'].flatMap(name => readdirSync(join(root, name)).map(it => join(root, name, it)))
  const packages = [...folders, join(root, 'e2e'), root]
    .map(it => join(it, 'package.json'))
    .filter(it => existsSync(it))
  return [...packages, join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')]
}

function whenNpmDies(stop) {
  if (!process.env.npm_lifecycle_event) return undefined
  const parent = process.ppid
  return setInterval(() => process.ppid !== parent && stop(), 1000).unref()
}

function filesBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [path]
  return readdirSync(path).flatMap(name => (skipped.test(name) ? [] : filesBelow(join(path, name))))
}

// Tests, their support and generated files do not affect the build.
const skipped = /^(node_modules|dist|fixtures|testing|\..*)$|\.test\.tsx?$/
