import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const node = join(import.meta.dirname, '../../node_modules/.bin/node')

/** Tools of other people that programs outside are made with. The project itself does not need them. */
const versions = {
  '@redocly/cli': '2.77.0',
  '@stoplight/spectral-cli': '6.16.3',
  '@stoplight/prism-cli': '5.16.0',
  'openapi-typescript': '7.13.0',
  'openapi-fetch': '0.17.0',
  publint: '0.3.25',
  standardwebhooks: '1.1.1',
  typescript: '5.9.3',
}

export type Tools = {
  folder: string
  /** Writes a file into the folder, and gives its path. */
  write(name: string, text: string): string
  /** Runs a program of a package. @throws Error with all it printed, where it ends with an error */
  run(program: string, ...args: string[]): Promise<string>
  /** The path of a program, for one that keeps running. */
  programOf(program: string): string
  remove(): void
}

/** A new folder with the tools and the packed client, outside of the repository. Install scripts do not run. */
export async function installTools(client: string): Promise<Tools> {
  const folder = mkdtempSync(join(tmpdir(), 'gotrs-api-'))
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const dependencies = { ...versions, '@gotrs/client': `file:${client}` }
  write('package.json', JSON.stringify({ name: 'outside', private: true, type: 'module', dependencies }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd: folder })
  const programOf = (program: string) => join(folder, 'node_modules/.bin', program)
  return {
    folder,
    write,
    programOf,
    async run(program, ...args) {
      const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, REDOCLY_TELEMETRY: 'off' } }
      const start = program === 'node' ? args : [programOf(program), ...args]
      const { stdout, stderr } = await run(node, start, options).catch(failure => {
        throw new Error(`${program} ${args.join(' ')}\n${failure.stdout}\n${failure.stderr}`)
      })
      return `${stdout}\n${stderr}`
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
