import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { thirdPartyNotices } from './third-party-notices.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gotrs-notices-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the notices of a bundle', () => {
  it('name each package that is in it, with the text of its licence', async () => {
    install('used', { license: 'MIT' })
    install('unused', { license: 'MIT' })
    expect(await bundle(`import { a } from 'used'\nimport 'node:fs'\nconsole.log(a)`)).toMatch(
      /^GOTRS contains.*\n\n-+\nused 1.2.3\nLicence: MIT\n\nCopyright of used\n$/,
    )
  })

  it('accept a choice of which one licence fits, and demand all where all apply', async () => {
    install('choice', { license: '(MIT OR GPL-3.0-only)' })
    expect(await bundle(`import { a } from 'choice'\nconsole.log(a)`)).toContain('choice 1.2.3')
    install('both', { license: 'MIT AND GPL-3.0-only' })
    await expect(bundle(`import { a } from 'both'\nconsole.log(a)`)).rejects.toThrow('both 1.2.3')
  })

  it.each([
    ['none', {}],
    ['foreign', { license: 'GPL-3.0-only' }],
    ['private', { license: 'SEE LICENSE IN LICENSE' }],
  ])('fail the build for a package whose licence is %s', async (name, manifest) => {
    install(name, manifest)
    await expect(bundle(`import { a } from '${name}'\nconsole.log(a)`)).rejects.toThrow(
      `No accepted licence, so it must not be bundled: ${name} 1.2.3`,
    )
  })
})

function install(name: string, manifest: object): void {
  const place = join(folder, 'node_modules', name)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3', main: 'a.mjs', ...manifest }))
  writeFileSync(join(place, 'a.mjs'), 'export const a = Math.random()\n')
  writeFileSync(join(place, 'LICENSE'), `Copyright of ${name}\n`)
}

async function bundle(source: string): Promise<string> {
  writeFileSync(join(folder, 'main.mjs'), source)
  const made = await rolldown({ input: join(folder, 'main.mjs'), platform: 'node', plugins: [thirdPartyNotices()] })
  const { output } = await made.generate({ format: 'esm' })
  const notices = output.find(it => it.fileName === 'THIRD-PARTY-NOTICES')
  return notices?.type === 'asset' ? String(notices.source) : ''
}
