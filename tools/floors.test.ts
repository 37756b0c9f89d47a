import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

// No files import each other in a circle, types included. Core is built in floors besides: what lies in a folder imports
// only what lies below it. The linter finds no circle of types, and none of folders.
const root = fileURLToPath(new URL('..', import.meta.url))
const core = join(root, 'packages/core/src')

type Imports = [from: string, to: string][]

const sources = globSync(['{packages,apps}/*/{src,testing}', 'e2e'], { cwd: root })

it.each(sources)('no files of %s import each other in a circle', folder => {
  const files = new Map<string, Set<string>>()
  for (const [from, to] of importsIn(join(root, folder))) connect(files, from, to)
  expect(circleIn(files)).toEqual([])
})

it('no folder of core imports itself by way of others', () => {
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
  const isSource = (file: string) => !/\.test\.tsx?$/.test(file)
  const files = globSync('**/*.{ts,tsx}', { cwd: folder, exclude: ['**/node_modules'] }).filter(isSource)
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
    connect(inside, above, below)
  }
  return insides
}

function circlesIn(imports: Imports): string[] {
  return [...insidesOf(imports)].flatMap(([folder, inside]) => {
    const edges = circleIn(inside)
    return edges.length > 0 ? [`in ${folder}: ${edges.join(', ')}`] : []
  })
}

function circleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const { rest } = floorsOf(graph)
  // What imports a circle is no part of it: it is removed floor by floor from above, too.
  const circle = floorsOf(turned(rest)).rest
  return [...turned(circle)].flatMap(([from, below]) => [...below].map(to => `${from} → ${to}`)).sort()
}

function connect(graph: Map<string, Set<string>>, from: string, to: string): void {
  for (const thing of [from, to]) graph.set(thing, graph.get(thing) ?? new Set())
  graph.get(from)?.add(to)
}

/** `rest`: files without a floor, because they are in a circle or import one. */
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
