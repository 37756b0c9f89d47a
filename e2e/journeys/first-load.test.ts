import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

type App = { folder: string; assets: string[]; index: string }

function builtApp(name: string): App {
  const folder = join(import.meta.dirname, '../../dist/web', name)
  return {
    folder,
    assets: readdirSync(join(folder, 'assets')),
    index: readFileSync(join(folder, 'index.html'), 'utf8'),
  }
}

/** A script with its static imports. */
function withImports(app: App, script: string, found = new Set<string>()): Set<string> {
  if (found.has(script)) return found
  found.add(script)
  const code = readFileSync(join(app.folder, 'assets', script), 'utf8')
  for (const [, name = ''] of code.matchAll(/(?:from|^import|;import)\s*"\.\/([^"]+\.js)"/g)) {
    withImports(app, name, found)
  }
  return found
}

function chunk({ assets }: App, name: string): string {
  const file = assets.find(it => it.startsWith(`${name}-`) && it.endsWith('.js'))
  if (!file) throw new Error(`There is no script ${name}, only ${assets.join(', ')}`)
  return file
}

/** Compressed kilobytes of the JavaScript of the page, and of the chunks that it loads at once. */
function kilobytes(app: App, ...chunks: string[]): number {
  const first = [...app.index.matchAll(/src="[\w/]*\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name)
  expect(first).not.toEqual([])
  const all = new Set([...first, ...chunks.map(it => chunk(app, it))].flatMap(it => [...withImports(app, it)]))
  const others = readdirSync(app.folder).filter(it => it.endsWith('.js'))
  const files = [...others, ...[...all].map(it => join('assets', it))]
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(app.folder, file))).length, 0) / 1000
}

const limits: [string, string, string[], number][] = [
  ['the list of requests in the portal', 'portal', ['live'], 117],
  ['a request in the portal', 'portal', ['live', 'request-page'], 128],
  ['the ticket list', 'agent', [], 262],
  ['a ticket, before somebody writes', 'agent', ['ticket-page'], 290],
]

it.each(limits)('%s loads no more JavaScript than it may', (_, name, chunks, limit) => {
  expect(kilobytes(builtApp(name), ...chunks)).toBeLessThan(limit)
})

it.each(['portal', 'agent'])('%s has no schemas of zod', name => {
  const { folder, assets } = builtApp(name)
  const scripts = assets.filter(it => it.endsWith('.js'))
  expect(scripts).not.toEqual([])
  expect(scripts.filter(it => readFileSync(join(folder, 'assets', it), 'utf8').includes('_zod'))).toEqual([])
})

it('counts what a page loads, and what those scripts import', () => {
  const app = builtApp('agent')
  const [list, ticket] = [kilobytes(app), kilobytes(app, 'ticket-page')]
  expect(list).toBeGreaterThan(150)
  expect(ticket).toBeGreaterThan(list + 20)
  expect(kilobytes(app, 'ticket-page', 'rich-text')).toBeGreaterThan(ticket + 100)
})
