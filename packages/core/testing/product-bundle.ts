import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let program: Promise<string> | null = null

/**
 * The program that people run, for tests that start it as a process of its own. Bundled once by each process of tests:
 * from the bundle it starts with a fifth of the work that it takes from the sources.
 */
export function productBundle(): Promise<string> {
  program ??= bundle()
  return program
}

async function bundle(): Promise<string> {
  // What lies beside it is found there, as where it is installed.
  const product = join(inject('runFolder'), `product-${process.pid}`)
  const folder = join(product, 'server')
  await promisify(execFile)(process.execPath, [join(root, 'tools/bundle.mjs'), folder])
  await cp(join(root, 'packages/db/migrations'), join(product, 'migrations'), { recursive: true })
  return join(folder, 'gotrs.mjs')
}
