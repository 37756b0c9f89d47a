import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { childrenOf, memoryOf } from './cpu.ts'
import type { Desk } from './desk.ts'
import type { Figure } from './result.ts'
import { rounded } from './statistics.ts'

/** What all processes of the desk need, Postgres with its connections included. */
export function measureMemory({ data, server, worker }: Desk, when: string): Figure[] {
  const postgres = data.postgres.pid
  const database = [postgres, ...childrenOf(postgres)].reduce((sum, pid) => sum + memoryOf(pid), 0)
  const parts = { server: memoryOf(server.pid), 'mail-worker': memoryOf(worker.pid), database }
  const all = Object.values(parts).reduce((sum, part) => sum + part, 0)
  return Object.entries({ ...parts, 'all processes': all }).map(([name, value]) => ({
    ...{ group: 'memory', name: `${name}, ${when}`, tickets: data.tickets, value: rounded(value), unit: 'MB' },
  }))
}

const web = join(import.meta.dirname, '../../dist/web')
const pages = [
  ['portal', 'the first page', []],
  ['portal', 'one request', ['request-page']],
  ['agent', 'the first page', []],
  ['agent', 'one ticket', ['ticket-page', 'ticket-view']],
] as const

/** Kilobytes of JavaScript, gzip, that a browser needs before a page works. */
export const measureFirstLoad = (): Figure[] =>
  pages.map(([app, page, chunks]) => ({
    ...{ group: 'load', name: `${app}, ${page}`, tickets: 0, value: rounded(kilobytes(app, chunks)), unit: 'kB gzip' },
  }))

function kilobytes(app: string, chunks: readonly string[]): number {
  const folder = join(web, app, 'assets')
  const files = readdirSync(folder).filter(it => it.endsWith('.js'))
  const index = readFileSync(join(web, app, 'index.html'), 'utf8')
  const first = [...index.matchAll(/(?:src|href)="[^"]*\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name)
  const wanted = files.filter(file => chunks.some(chunk => file.startsWith(`${chunk}-`)))
  const all = new Set<string>()
  for (const script of [...first, ...wanted]) addWithImports(folder, script, all)
  return [...all].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0) / 1_000
}

/** A script, and what it names for itself to be there before it runs. */
function addWithImports(folder: string, script: string, found: Set<string>): void {
  if (found.has(script)) return
  found.add(script)
  const code = readFileSync(join(folder, script), 'utf8')
  for (const [, name = ''] of code.matchAll(/(?:from|^import|;import)\s*"\.\/([^"]+\.js)"/g)) {
    addWithImports(folder, name, found)
  }
}
