import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const built = join(import.meta.dirname, '../../dist/web/portal')
const assets = readdirSync(join(built, 'assets'))

/** A script with its static imports. */
function withImports(script: string, found = new Set<string>()): Set<string> {
  if (found.has(script)) return found
  found.add(script)
  const code = readFileSync(join(built, 'assets', script), 'utf8')
  for (const [, name = ''] of code.matchAll(/(?:from|^import|;import)\s*"\.\/([^"]+\.js)"/g)) withImports(name, found)
  return found
}

const chunk = (name: string) => {
  const file = assets.find(it => it.startsWith(`${name}-`) && it.endsWith('.js'))
  if (!file) throw new Error(`The portal has no script ${name}: it has ${assets.join(', ')}`)
  return file
}

/** Compressed kilobytes of JavaScript, with the scripts that load right after the first paint. */
function kilobytes(...scripts: string[]): number {
  const index = readFileSync(join(built, 'index.html'), 'utf8')
  const first = [...index.matchAll(/src="\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name)
  expect(first).not.toEqual([])
  const all = new Set([...first, chunk('live'), ...scripts].flatMap(it => [...withImports(it)]))
  const files = [join(built, 'boot.js'), ...[...all].map(it => join(built, 'assets', it))]
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1000
}

it('the portal loads at most 118 kB of JavaScript before its first page, and 126 kB for the page of a request', () => {
  const first = kilobytes()
  const request = kilobytes(chunk('request-page'))
  expect(request).toBeGreaterThan(first)
  expect(first).toBeLessThan(118)
  expect(request).toBeLessThan(126)
})
