import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

// Core is built in floors: what lies in a folder imports only what lies below it, types included. The linter finds no
// circle of types, and none of folders.
const root = fileURLToPath(new URL('..', import.meta.url))
const core = join(root, 'packages/core/src')

type Imports = [from: string, to: string][]

it('no folder and no file of core stands on itself', () => {
  const imports = importsIn(core)
  expect(circlesIn(imports), `The floors of core, from the ground:\n${drawn(imports)}`).toEqual([])
})

it('the page on the architecture draws the floors as they are', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  const [, drawing] = /## The floors of core\n[\s\S]*?```\n([\s\S]*?)```/.exec(page) ?? []
  expect(drawing).toBe(drawn(importsIn(core)))
})

it.each<[what: string, imports: Imports, circles: string[]]>([
  ['two files', [edge('a/x', 'a/y'), edge('a/y', 'a/x')], ['in a: x.ts → y.ts, y.ts → x.ts']],
  ['two folders, by different files', [edge('a/x', 'b/x'), edge('b/y', 'a/y')], ['in .: a → b, b → a']],
  ['two folders in a folder', [edge('a/b/x', 'a/c/x'), edge('a/c/y', 'a/b/y')], ['in a: b → c, c → b']],
  ['three, with one above', [edge('d/x', 'a/x'), ...round('a', 'b', 'c')], ['in .: a → b, b → c, c → a']],
  ['none', [edge('a/x', 'b/x'), edge('a/x', 'c/x'), edge('b/x', 'c/x')], []],
])('finds a circle of %s', (_what, imports, circles) => {
  expect(circlesIn(imports)).toEqual(circles)
})

it('reads every way to import', () => {
  const source = `import type { A } from '../a.ts'\nimport './b.ts'\nexport { c } from '../../c.ts'\nawait import('./d.ts')`
  expect(importsOf('x/y/z.ts', source).map(([, to]) => to)).toEqual(['x/a.ts', 'x/y/b.ts', 'c.ts', 'x/y/d.ts'])
})

function edge(from: string, to: string): Imports[number] {
  return [`${from}.ts`, `${to}.ts`]
}

function round(a: string, b: string, c: string): Imports {
  return [edge(`${a}/x`, `${b}/x`), edge(`${b}/x`, `${c}/x`), edge(`${c}/x`, `${a}/x`)]
}

function importsIn(folder: string): Imports {
  const files = globSync('**/*.ts', { cwd: folder }).filter(it => !it.endsWith('.test.ts'))
  return files.flatMap(file => importsOf(file, readFileSync(join(folder, file), 'utf8')))
}

function importsOf(file: string, source: string): Imports {
  const found = source.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'(\.{1,2}\/[^']+)'/g)
  return [...found].map(([, path = '']) => [file, normalize(posix.join(dirname(file), path))])
}

/** Of each folder, what the things that lie in it import of one another. */
function insidesOf(imports: Imports): Map<string, Map<string, Set<string>>> {
  const insides = new Map<string, Map<string, Set<string>>>()
  for (const [from, to] of imports) {
    const [ways, others] = [from.split('/'), to.split('/')]
    const at = ways.findIndex((way, depth) => way !== others[depth])
    const [above, below] = [ways[at], others[at]]
    if (!above || !below) continue
    const folder = ways.slice(0, at).join('/') || '.'
    const inside = insides.get(folder) ?? new Map<string, Set<string>>()
    insides.set(folder, inside)
    for (const thing of [above, below]) inside.set(thing, inside.get(thing) ?? new Set())
    inside.get(above)?.add(below)
  }
  return insides
}

function circlesIn(imports: Imports): string[] {
  return [...insidesOf(imports)].flatMap(([folder, inside]) => {
    const { rest } = floorsOf(inside)
    // What stands on a circle is no part of it: from above it is taken away floor by floor, too.
    const circle = floorsOf(turned(rest)).rest
    const edges = [...turned(circle)].flatMap(([from, below]) => [...below].map(to => `${from} → ${to}`))
    return edges.length > 0 ? [`in ${folder}: ${edges.sort().join(', ')}`] : []
  })
}

/** `rest`: what stands on no floor, because it is in a circle or stands on one. */
function floorsOf(inside: ReadonlyMap<string, ReadonlySet<string>>) {
  const floors: string[][] = []
  let rest = inside
  for (;;) {
    const floor = [...rest].filter(([, below]) => ![...below].some(it => rest.has(it))).map(([thing]) => thing)
    if (floor.length === 0) return { floors, rest }
    floors.push(floor.sort())
    rest = new Map([...rest].filter(([thing]) => !floor.includes(thing)))
  }
}

function turned(inside: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const other = new Map([...inside.keys()].map(thing => [thing, new Set<string>()]))
  for (const [from, below] of inside) for (const to of below) other.get(to)?.add(from)
  return other
}

/** The folders, one floor in a line, and the rooms of `inbound`, which are floors of their own. */
function drawn(imports: Imports): string {
  const isFolder = (thing: string) => !thing.endsWith('.ts')
  const insides = insidesOf(imports)
  const rooms = floorsOf(insides.get('inbound') ?? new Map()).floors.flat()
  const named = (thing: string) => (thing === 'inbound' ? `inbound (${rooms.join(', ')})` : thing)
  const floors = floorsOf(insides.get('.') ?? new Map()).floors.map(floor => floor.filter(isFolder).map(named))
  const lines = floors.filter(it => it.length > 0).map((floor, at) => `${at}  ${floor.join(', ')}\n`)
  return lines.join('')
}
