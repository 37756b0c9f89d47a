import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'rolldown/parseAst'
import { expect, it } from 'vitest'
import { findWorstWords } from './plain-english.ts'

// docs/style.md, as far as a list of words can hold it: in what people see, not in names and comments.
const root = fileURLToPath(new URL('..', import.meta.url))

const programs = ['apps/{agent,portal,server,gotrs}/src/**/*.{ts,tsx}', 'packages/{contract,web}/src/**/*.{ts,tsx}']
const pages = ['docs/**/*.md', '*.md', '.github/**/*.{md,yml}', 'packages/*/README.md']

/** Recorded, for tests, letters that people of the demo write, and the page that lists these words. */
const notForPeople = /\.(test|golden)\.|\/access\/|\/seed\/|^docs\/style\.md$/

type Text = { line: number; text: string }
type Node = { type: string; start: number; value?: unknown }

it.each(['apps', 'packages', 'docs'])('finds no worst word of docs/style.md in %s', area => {
  const files = globSync([...programs, ...pages], { cwd: root, exclude: name => name.includes('node_modules') })
  const read = files.filter(file => isOf(area, file) && !notForPeople.test(file))
  expect(read.length).toBeGreaterThan(10)
  expect(read.flatMap(complaints).join('\n')).toBe('')
})

it.each<[string, string, string]>([
  ['a string', `throw new Error('This token is none of ours')`, 'none of'],
  ['a template', ['const a = `Begins $', '{b} anew`'].join(''), 'anew'],
  ['the text of an element', '<p>\n  Whoever logs in\n</p>', 'Whoever'],
  ['an attribute', '<Input label="Files it by the rules of now" />', 'of now'],
])('sees a planted word in %s', (_where, source, words) => {
  expect(findWorstWords(textsOf('a.tsx', source)).map(it => it.words)).toEqual([words])
})

it.each([
  ['a comment', '// none of these\nconst a = 1'],
  ['a name', 'const noneOf = whoever'],
  ['an import', `import './anew'`],
])('leaves %s alone', (_where, source) => {
  expect(findWorstWords(textsOf('a.tsx', source))).toEqual([])
})

/** Pages beside the root count as docs. */
const isOf = (area: string, file: string) => (/^(apps|packages)\//.exec(file)?.[1] ?? 'docs') === area

function complaints(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8')
  const texts = /\.tsx?$/.test(file) ? textsOf(file, source) : [{ line: 1, text: withoutCode(source) }]
  return findWorstWords(texts).map(it => `${file}:${it.line}: "${it.words}". Write instead: ${it.instead}`)
}

/** Code keeps its lines, so that places are right. */
const withoutCode = (page: string) => page.replace(/^```[\s\S]*?^```|`[^`\n]*`/gm, code => code.replace(/[^\n]/g, ' '))

/** Strings, templates and the texts of elements; by the parser, because a search would find comments and names too. */
function textsOf(file: string, source: string): Text[] {
  const texts: Text[] = []
  const program = parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' })
  visit(program, (node, text) => texts.push({ line: source.slice(0, node.start).split('\n').length, text }))
  return texts
}

function visit(node: unknown, onText: (node: Node, text: string) => void): void {
  if (Array.isArray(node)) for (const it of node) visit(it, onText)
  else if (node && typeof node === 'object') {
    const { type, value } = node as Node
    if (type === 'ImportDeclaration' || type === 'TSLiteralType') return
    if ((type === 'Literal' || type === 'JSXText') && typeof value === 'string') onText(node as Node, value)
    if (type === 'TemplateElement') onText(node as Node, (value as { raw: string }).raw)
    else for (const child of Object.values(node)) visit(child, onText)
  }
}
