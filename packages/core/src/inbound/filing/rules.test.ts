import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rules } from './file-mail.ts'

const page = readFileSync(new URL('../../../../../docs/mail.md', import.meta.url), 'utf8')

test('the rules of filing are the table of docs/mail.md, row by row', () => {
  const rows = [...page.matchAll(/^\| `(\w+Rule)` \|/gm)].map(([, name]) => name)
  expect(rules.map(it => it.name)).toEqual(rows)
})
