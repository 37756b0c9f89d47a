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

/** The scripts that the page loads with these chunks, by their paths. */
function scriptsOf(app: App, chunks: string[]): string[] {
  const first = [...app.index.matchAll(/src="[\w/]*\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name)
  expect(first).not.toEqual([])
  const all = new Set([...first, ...chunks.map(it => chunk(app, it))].flatMap(it => [...withImports(app, it)]))
  const others = readdirSync(app.folder).filter(it => it.endsWith('.js'))
  return [...others, ...[...all].map(it => join('assets', it))]
}

/** Compressed kilobytes of the JavaScript of the page, and of the chunks that it loads at once. */
const kilobytes = (app: App, ...chunks: string[]): number =>
  scriptsOf(app, chunks).reduce((sum, file) => sum + gzipSync(readFileSync(join(app.folder, file))).length, 0) / 1000

const limits: [what: string, app: string, chunks: string[], kilobytes: number, files: number][] = [
  ['the list of requests in the portal', 'portal', ['live'], 115, 4],
  ['a request in the portal', 'portal', ['live', 'request-page'], 126, 6],
  ['the ticket list', 'agent', [], 240, 4],
  ['a ticket, before somebody writes', 'agent', ['ticket-page'], 270, 4],
  ['a ticket, with the editor', 'agent', ['ticket-page', 'composer', 'rich-text'], 440, 8],
]

it.each(limits)('%s loads no more JavaScript than it may, in few files', (_, name, chunks, most, files) => {
  const app = builtApp(name)
  expect(kilobytes(app, ...chunks)).toBeLessThan(most)
  expect(scriptsOf(app, chunks).length).toBeLessThanOrEqual(files)
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
