// biome-ignore lint/style/noRestrictedImports: the rule keeps I/O out of the package; a test reads its fixtures.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseMail } from './parse.ts'

const folder = new URL('./fixtures/', import.meta.url)
const names = readdirSync(folder)
  .filter(name => name.endsWith('.eml'))
  .map(name => name.slice(0, -4))

describe('parseMail', () => {
  it.each(names)('reads %s', async name => {
    const expected = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
    const mail = await parseMail(readFileSync(new URL(`${name}.eml`, folder)))
    expect({ ...mail, date: mail.date?.toISOString() }).toMatchObject(expected)
  })
})
