import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const tool = fileURLToPath(new URL('../../../../tools/bundle.mjs', import.meta.url))

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
  // Beside `server` lies what else belongs to the product, as where it is installed.
  const folder = join(inject('runFolder'), `product-${process.pid}`, 'server')
  await promisify(execFile)(process.execPath, [tool, folder])
  return join(folder, 'gotrs.mjs')
}
