import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let program: Promise<string> | null = null

/**
 * The program that people run, for tests that start it as a process of its own. Bundled once in a run, by the first process
 * of tests that needs it: from the bundle it starts with a fifth of the work that it takes from the sources.
 */
export function productBundle(): Promise<string> {
  program ??= bundleOnce(join(inject('runFolder'), 'product'))
  return program
}

async function bundleOnce(product: string): Promise<string> {
  const lock = `${product}.lock`
  while (!existsSync(product)) {
    const isFirst = await mkdir(lock).then(
      () => true,
      () => false,
    )
    if (!isFirst) await pause(100)
    // Another process tries after a failure, and fails with the reason too.
    else await bundle(product).catch(error => rmdir(lock).then(() => Promise.reject(error)))
  }
  return join(product, 'server/gotrs.mjs')
}

async function bundle(product: string): Promise<void> {
  // What lies beside it is found there, as where it is installed.
  const draft = `${product}.draft`
  await promisify(execFile)(process.execPath, [join(root, 'tools/bundle.mjs'), join(draft, 'server')])
  await cp(join(root, 'packages/db/migrations'), join(draft, 'migrations'), { recursive: true })
  await rename(draft, product)
}
