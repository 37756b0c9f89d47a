import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { findWorstWords } from './plain-english.ts'
import { commentsOf, stringsOf, testNamesOf } from './source-texts.ts'

// docs/style.md, as far as a list of words can check it: in texts that people see, and in the comments and test names of
// the folders that keep to it.
const root = fileURLToPath(new URL('..', import.meta.url))

const programs = ['apps/{agent,portal,server,gotrs}/src/**/*.{ts,tsx}', 'packages/{contract,web}/src/**/*.{ts,tsx}']
/** Where comments and names of tests are checked, too. */
const plainFolders = [
  ...['packages/{contract,db,mail,web}/{src,testing}', 'packages/client/{src,testing,fixtures}'],
  ...['packages/core/{src,testing}', 'apps/*/{src,testing}', 'e2e', 'tools'],
]

const pages = ['docs/**/*.md', '*.md', '.github/**/*.{md,yml}', 'packages/*/README.md']

/** Recorded, for tests, letters that people of the demo write, and the page that lists these words. */
const notForPeople = /\.(test|golden)\.|\/access\/|\/seed\/|^docs\/style\.md$/

it.each(['apps', 'packages', 'docs'])('finds no worst word of docs/style.md in %s', area => {
  const files = globSync([...programs, ...pages], { cwd: root, exclude: name => name.includes('node_modules') })
  const read = files.filter(file => isOf(area, file) && !notForPeople.test(file))
  expect(read.length).toBeGreaterThan(10)
  expect(read.flatMap(complaints).join('\n')).toBe('')
})

it.each(plainFolders)('finds no worst word in the comments and test names of %s', folder => {
  const files = globSync(`${folder}/**/*.{ts,tsx,mjs}`, { cwd: root, exclude: name => name.includes('node_modules') })
  expect(files.length).toBeGreaterThan(10)
  const found = files.flatMap(file => {
    const source = readFileSync(join(root, file), 'utf8')
    return inWords(file, [...commentsOf(file, source), ...testNamesOf(file, source)])
  })
  expect(found.join('\n')).toBe('')
})

it.each<[string, string, string]>([
  ['a string', `throw new Error('This token is none of ours')`, 'none of'],
  ['a template', ['const a = `Begins $', '{b} anew`'].join(''), 'anew'],
  ['the text of an element', '<p>\n  Whoever logs in\n</p>', 'Whoever'],
  ['an attribute', '<Input label="Files it by the rules of now" />', 'of now'],
])('sees a planted word in %s', (_where, source, words) => {
  expect(findWorstWords(stringsOf('a.tsx', source)).map(it => it.words)).toEqual([words])
})

it.each([
  ['a comment', '// none of these\nconst a = 1'],
  ['a name', 'const noneOf = whoever'],
  ['an import', `import './anew'`],
])('leaves %s alone', (_where, source) => {
  expect(findWorstWords(stringsOf('a.tsx', source))).toEqual([])
})

it.each<[string, string, number, string]>([
  ['a line comment', "const a = '//'\n// none of these", 2, 'none of'],
  ['a comment of several lines', '/**\n * Begins\n * anew.\n */', 3, 'anew'],
  ['the name of a test', "\ntest.each([1])('whoever asks', () => {})", 2, 'whoever'],
])('sees a planted word in %s', (_where, source, line, words) => {
  const texts = [...commentsOf('a.ts', source), ...testNamesOf('a.ts', source)]
  expect(findWorstWords(texts)).toMatchObject([{ line, words }])
})

it.each([
  ['a string', "const a = 'none of // these'"],
  ['code in a comment', '// `anew` is a name'],
  ['the input of a test', "test.each(['whoever'])('reads %s', () => expect('none of').toBe(1))"],
])('comments and test names do not include %s', (_what, source) => {
  expect(findWorstWords([...commentsOf('a.ts', source), ...testNamesOf('a.ts', source)])).toEqual([])
})

/** Pages beside the root count as docs. */
const isOf = (area: string, file: string) => (/^(apps|packages)\//.exec(file)?.[1] ?? 'docs') === area

function complaints(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8')
  return inWords(file, /\.tsx?$/.test(file) ? stringsOf(file, source) : [{ line: 1, text: withoutCode(source) }])
}

const inWords = (file: string, texts: Parameters<typeof findWorstWords>[0]) =>
  findWorstWords(texts).map(it => `${file}:${it.line}: "${it.words}". Write instead: ${it.instead}`)

/** Code keeps its lines, so that places are right. */
const withoutCode = (page: string) => page.replace(/^```[\s\S]*?^```|`[^`\n]*`/gm, code => code.replace(/[^\n]/g, ' '))
