import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProduct } from '../setup/product.ts'
import { walkCalls } from './calls.ts'
import { checkDelivery } from './deliveries.ts'
import { type Check, lintDocument, lintPackage } from './lint.ts'
import { compileSamples, runTypedProgram } from './programs.ts'
import { installTools } from './tools.ts'
import { openWorld, type World } from './world.ts'

const root = join(import.meta.dirname, '../..')

process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(130))
process.exitCode = await main().catch(error => {
  console.error(error)
  return 1
})
process.exit()

/** Runs every check, also after one that fails, and prints one row for each. */
async function main(): Promise<number> {
  const packed = mkdtempSync(join(tmpdir(), 'gotrs-client-'))
  const pack = [join(root, 'tools/client-package/pack.ts'), join(packed, 'client')]
  const archive = execFileSync(join(root, 'node_modules/.bin/node'), pack, { cwd: root, encoding: 'utf8' }).trim()
  const tools = await installTools(archive)
  const product = await startProduct({ env: { PRIVATE_HOSTS: '127.0.0.1' } })
  try {
    const world = await openWorld(product.url, tools)
    console.log('| tool | what it checked | errors |\n|---|---|---|')
    let errors = 0
    for (const [tool, check] of checks(world)) errors += await report(tool, check)
    console.log(errors === 0 ? '\n0 errors.' : `\n${errors} errors.`)
    return errors === 0 ? 0 : 1
  } finally {
    await product.remove()
    tools.remove()
    rmSync(packed, { recursive: true, force: true })
  }
}

function checks(world: World): [string, () => Promise<Check>][] {
  return [
    ...lintDocument(world),
    ['openapi-typescript, openapi-fetch', () => runTypedProgram(world)],
    ['typescript, @gotrs/client', () => compileSamples(world)],
    ['prism', () => walkCalls(world)],
    ['publint', () => lintPackage(world)],
    ['standardwebhooks', () => checkDelivery(world)],
  ]
}

async function report(tool: string, check: () => Promise<Check>): Promise<number> {
  const { what, errors } = await check().catch(error => ({ what: 'did not end', errors: [String(error)] }))
  console.log(`| ${tool} | ${what} | ${errors.length} |`)
  for (const error of errors) console.error(error.split('\n').slice(0, 40).join('\n'))
  return errors.length
}
