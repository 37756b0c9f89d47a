import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

// No files import each other in a cycle, types included. The folders of core are layers: each imports only from lower
// ones. The linter does not find cycles of types or of folders.
const root = fileURLToPath(new URL('..', import.meta.url))
const core = join(root, 'packages/core/src')

type Imports = [from: string, to: string][]

const sources = globSync(['{packages,apps}/*/{src,testing}', 'e2e'], { cwd: root })

it.each(sources)('%s has no import cycle of files', folder => {
  const files = new Map<string, Set<string>>()
  for (const [from, to] of importsIn(join(root, folder))) connect(files, from, to)
  expect(cycleIn(files)).toEqual([])
})

it('core has no import cycle of folders', () => {
  const imports = importsIn(core)
  expect(cyclesIn(imports), `The layers of core, from the lowest one:\n${drawn(imports)}`).toEqual([])
})

it('docs/architecture.md shows the layers as they are', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  const [, drawing] = /## The layers of core\n[\s\S]*?```\n([\s\S]*?)```/.exec(page) ?? []
  expect(drawing).toBe(drawn(importsIn(core)))
})

it.each<[what: string, imports: Imports, cycles: string[]]>([
  ['two files', [edge('a/x', 'a/y'), edge('a/y', 'a/x')], ['in a: x.ts → y.ts, y.ts → x.ts']],
  ['two folders, by different files', [edge('a/x', 'b/x'), edge('b/y', 'a/y')], ['in .: a → b, b → a']],
  ['two folders in a folder', [edge('a/b/x', 'a/c/x'), edge('a/c/y', 'a/b/y')], ['in a: b → c, c → b']],
  ['three, with one above', [edge('d/x', 'a/x'), ...round('a', 'b', 'c')], ['in .: a → b, b → c, c → a']],
  ['none', [edge('a/x', 'b/x'), edge('a/x', 'c/x'), edge('b/x', 'c/x')], []],
])('finds a cycle of %s', (_what, imports, cycles) => {
  expect(cyclesIn(imports)).toEqual(cycles)
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

/** The imports between the entries of each folder. */
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

function cyclesIn(imports: Imports): string[] {
  return [...insidesOf(imports)].flatMap(([folder, inside]) => {
    const edges = cycleIn(inside)
    return edges.length > 0 ? [`in ${folder}: ${edges.join(', ')}`] : []
  })
}

function cycleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const { rest } = layersOf(graph)
  // Files that only import a cycle are not part of it: remove them layer by layer from the top too.
  const cycle = layersOf(turned(rest)).rest
  return [...turned(cycle)].flatMap(([from, below]) => [...below].map(to => `${from} → ${to}`)).sort()
}

function connect(graph: Map<string, Set<string>>, from: string, to: string): void {
  for (const thing of [from, to]) graph.set(thing, graph.get(thing) ?? new Set())
  graph.get(from)?.add(to)
}

/** `rest`: files without a layer, because they are in a cycle or import one. */
function layersOf(inside: ReadonlyMap<string, ReadonlySet<string>>) {
  const layers: string[][] = []
  let rest = inside
  for (;;) {
    const layer = [...rest].filter(([, below]) => ![...below].some(it => rest.has(it))).map(([thing]) => thing)
    if (layer.length === 0) return { layers, rest }
    layers.push(layer.sort())
    rest = new Map([...rest].filter(([thing]) => !layer.includes(thing)))
  }
}

function turned(inside: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const other = new Map([...inside.keys()].map(thing => [thing, new Set<string>()]))
  for (const [from, below] of inside) for (const to of below) other.get(to)?.add(from)
  return other
}

/** The folders, one layer per line, with the layers inside `inbound`. */
function drawn(imports: Imports): string {
  const isFolder = (thing: string) => !thing.endsWith('.ts')
  const insides = insidesOf(imports)
  const parts = layersOf(insides.get('inbound') ?? new Map()).layers.flat()
  const named = (thing: string) => (thing === 'inbound' ? `inbound (${parts.join(', ')})` : thing)
  const layers = layersOf(insides.get('.') ?? new Map()).layers.map(layer => layer.filter(isFolder).map(named))
  const lines = layers.filter(it => it.length > 0).map((layer, at) => `${at}  ${layer.join(', ')}\n`)
  return lines.join('')
}
