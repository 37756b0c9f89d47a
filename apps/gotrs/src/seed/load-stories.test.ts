import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadStories } from './load-stories.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gotrs-stories-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a story', () => {
  it('is named after its file, and has people, lines and files in place of their names', () => {
    const [story] = load({
      language: 'en',
      turns: [{ at: '3 10:00', mail: 'priya', subject: 'VPN', text: ['Hello,', '', 'it drops.'], files: [inline] }],
    })
    expect(story).toMatchObject({ name: 'one', language: 'en' })
    expect(story?.turns[0]).toMatchObject({
      mail: { name: 'Priya Nair' },
      text: 'Hello,\n\nit drops.',
      files: [{ filename: 'quote.png', contentType: 'image/png', contentId: 'quote' }],
    })
  })

  it.each<[string, object, RegExp]>([
    [
      'an unknown person',
      { at: '1 10:00', mail: 'nobody', text: '' },
      /no such person in people.ts\s+→ at turns\[0\].mail/,
    ],
    ['an unknown field', { at: '1 10:00', by: 'ana', notes: '' }, /notes.*\s+→ at turns\[0\]/],
    ['a turn of no kind', { at: '1 10:00', text: '' }, /a turn has one of mail, portal, phone, by, bounces/],
    ['a file that does not exist', { at: '1 10:00', by: 'ana', files: ['a.png'] }, /there is no demo\/files\/a.png/],
    ['a file of an unknown type', { at: '1 10:00', by: 'ana', files: ['a.exe'] }, /no content type for a.exe/],
  ])('is rejected with the place of %s', (_fault, turn, words) => {
    expect(() => load({ language: 'en', turns: [turn] })).toThrow(words)
    expect(() => load({ language: 'en', turns: [turn] })).toThrow(join(folder, 'one.json'))
  })
})

const inline = { inline: 'quote.png' }

function load(story: object) {
  writeFileSync(join(folder, 'one.json'), JSON.stringify(story))
  return loadStories(folder)
}
