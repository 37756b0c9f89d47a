import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, matchesGlob, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

// Documents name many files. This test fails if a file is renamed or deleted and a document still names it.
const root = fileURLToPath(new URL('..', import.meta.url))
const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
const files = git('ls-files', '--cached', '--others', '--exclude-standard')
const folders = new Set(files.flatMap(foldersOf))
const documents = files.filter(it => it.endsWith('.md') && !/\/(fixtures|vectors)\/|^CHANGELOG/.test(it))
const sources = files.filter(it => /\.(tsx?|mjs|sql|yml|sh|css)$/.test(it) && it !== 'tools/doc-paths.test.ts')
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts)

/** Short forms that the documents use: the folder of each. */
const shortForms: Record<string, string> = {
  contract: 'packages/contract/src',
  core: 'packages/core/src',
  http: 'apps/server/src/http',
  access: 'apps/server/src/access',
  security: 'apps/server/src/security',
}

it.each(documents)('%s names only files, links and scripts that exist', document => {
  const text = readFileSync(join(root, document), 'utf8')
  expect([...wrongPaths(text), ...wrongLinks(document, text), ...wrongScripts(text)]).toEqual([])
})

it('sources name only documents that exist', () => {
  const wrong = sources.flatMap(file =>
    wrongDocuments(readFileSync(join(root, file), 'utf8')).map(it => `${file}: ${it}`),
  )
  expect(sources.length).toBeGreaterThan(1_000)
  expect(wrong).toEqual([])
})

it('finds a planted document that a source names and that does not exist', () => {
  expect(wrongDocuments('// See docs/adr/0099-no-such.md, docs/mail.md.')).toEqual(['docs/adr/0099-no-such.md'])
})

it('every decision has a number of its own, which its title repeats', () => {
  const decisions = files.filter(it => it.startsWith('docs/adr/')).map(it => it.replace('docs/adr/', ''))
  const numbers = decisions.map(it => Number(it.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, at) => at + 1))
  const titles = decisions.map(it => readFileSync(join(root, 'docs/adr', it), 'utf8').split('\n')[0])
  expect(titles).toEqual(numbers.map(it => expect.stringMatching(`^# ${it}\\. .`)))
})

it.each([
  ['a file', 'See `packages/core/src/tickets/no-such-verb.ts`.', 'packages/core/src/tickets/no-such-verb.ts'],
  ['a file by its name only', 'See `no-such-file.test.ts`.', 'no-such-file.test.ts'],
  ['one of several files', 'See `kernel/{dns,no-such-file}.ts`.', 'kernel/no-such-file.ts'],
  ['a file by a short form', 'See `core/kernel/no-such-file.ts`.', 'core/kernel/no-such-file.ts'],
  ['a folder', 'See `e2e/no-such-folder/`.', 'e2e/no-such-folder/'],
])('finds a planted path of %s that does not exist', (_what, text, path) => {
  expect(wrongPaths(text)).toEqual([path])
})

it('finds a planted link and a planted script that do not exist', () => {
  expect(wrongLinks('docs/mail.md', '[x](no-such.md) [y](cost.md#no-such-heading)')).toEqual([
    'no-such.md',
    'cost.md#no-such-heading',
  ])
  expect(wrongScripts('`npm run no-such-script -- x`')).toEqual(['npm run no-such-script'])
})

/** Code between backticks that is a path below a folder of the root, or the name of a source file. */
function wrongPaths(text: string): string[] {
  const withoutBlocks = text.replace(/^ *```[\s\S]*?^ *```/gm, '')
  const spans = [...withoutBlocks.matchAll(/`([^`\n]+)`/g)].map(it => it[1] ?? '')
  return spans
    .filter(isPath)
    .flatMap(withoutBraces)
    .filter(path => !exists(path))
}

const isPath = (span: string): boolean =>
  /^[\w.@{}*,<>/-]+$/.test(span) &&
  !/^(dist|node_modules|\.)\b/.test(span) &&
  (/^(apps|packages|docs|e2e|tools|docker)\/./.test(span) || /^[^/].*\.(tsx?|mjs|golden\.\w+)$|^[^/].+\/$/.test(span))

/** `a/{b,c}.ts` → `a/b.ts`, `a/c.ts`. */
function withoutBraces(path: string): string[] {
  const [all, choices] = /\{([^}]*)\}/.exec(path) ?? []
  return all && choices ? choices.split(',').flatMap(it => withoutBraces(path.replace(all, it))) : [path]
}

function exists(path: string): boolean {
  const [first = '', ...rest] = path.replace(/<\w+>/g, '*').replace(/\/$/, '').split('/')
  const glob = rest.length > 0 ? [shortForms[first] ?? first, ...rest].join('/') : (shortForms[first] ?? first)
  return [...files, ...folders].some(it => matchesGlob(it, glob) || matchesGlob(it, `**/${glob}`))
}

function wrongLinks(document: string, text: string): string[] {
  const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(it => it[1] ?? '')
  return links.filter(link => {
    const [path = '', heading] = link.split('#')
    const file = path === '' ? document : normalize(join(dirname(document), path)).replace(/^blob\/main\//, '')
    if (!files.includes(file) && !folders.has(file.replace(/\/$/, ''))) return !globSync(file, { cwd: root }).length
    return heading ? !headingsOf(file).includes(heading) : false
  })
}

/** As GitHub makes anchors of headings. */
function headingsOf(file: string): string[] {
  const titles = [...readFileSync(join(root, file), 'utf8').matchAll(/^#+ (.*)$/gm)].map(it => it[1] ?? '')
  return titles.map(it =>
    it
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

const wrongDocuments = (source: string): string[] =>
  [...source.matchAll(/\bdocs\/[\w/-]+\.md/g)].map(it => it[0]).filter(it => !files.includes(it))

function wrongScripts(text: string): string[] {
  const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(it => it[1] ?? '')
  return named.filter(it => !scripts.includes(it)).map(it => `npm run ${it}`)
}

function foldersOf(file: string): string[] {
  const folder = dirname(file)
  return folder === '.' ? [] : [folder, ...foldersOf(folder)]
}
