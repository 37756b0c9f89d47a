import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { escapeLine, writeAsAscii } from './ascii-chunks.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gotrs-ascii-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The bundle of a program, before and after. */
async function bundled(source: string) {
  writeFileSync(join(folder, 'source.js'), source)
  const bundle = await rolldown({ input: join(folder, 'source.js'), platform: 'node' })
  await bundle.write({ dir: join(folder, 'dist'), format: 'esm', entryFileNames: 'main.mjs', sourcemap: true })
  const read = (name: string) => readFileSync(join(folder, 'dist', name), 'utf8')
  const before = read('main.mjs')
  writeAsAscii(join(folder, 'dist'))
  expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['main.mjs', 'main.mjs.map'])
  return { before, code: read('main.mjs'), map: JSON.parse(read('main.mjs.map')) }
}

const load = (program: string) => import(`data:text/javascript,${encodeURIComponent(program)}`)

it('changes no value: strings, templates, patterns, names and escaped characters', async () => {
  const { before, code } = await bundled(
    [
      "const naïve = { été: 'ł…😀', 'ключ': `–$" + '{Math.sign(Date.now())}–` }',
      "export const values = [naïve, '\\…\\\\…', [...'😀…'.matchAll(/[😀-😂]/gu)].length, /^[–\\—]$/.test('—'),",
      "  /\\\\…/.test('\\\\…'), /😀/v.test('😀'), '\\u{1F600}', 'a\\tb']",
    ].join('\n'),
  )
  expect(code).not.toMatch(/\P{ASCII}/u)
  expect((await load(code)).values).toEqual((await load(before)).values)
})

it('keeps the positions of the source map on both sides of a character', async () => {
  const source = "export const text = first() + '……' + second('😀', third())\n"
  const { code, map } = await bundled(source)
  const line = code.split('\n').findIndex(it => it.includes('first()'))
  for (const name of ['first', 'second', 'third']) {
    const entry = new SourceMap(map).findEntry(line, code.split('\n')[line]?.indexOf(name) ?? -1)
    expect(entry).toMatchObject({ originalLine: 0, originalColumn: source.indexOf(name) })
  }
})

it('refuses a raw template, whose escapes would be other characters', () => {
  expect(() => escapeLine('const a = String.raw`…`')).toThrow('String.raw')
})
