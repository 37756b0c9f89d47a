import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseKeyFile, secretKeySource } from './secret-keys.ts'

const [first, second, third] = ['one', 'two', 'three'].map(it => it.padEnd(32, '-')) as [string, string, string]

let folder: string
let secretKeyFile: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gotrs-keys-'))
  secretKeyFile = join(folder, 'secret-key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('uses the given keys when there is no file, or the file contains other keys', () => {
  const source = { secretKey: second, oldSecretKeys: [first], secretKeyFile }
  expect(secretKeySource(source)()).toEqual([second, first])
  writeFileSync(secretKeyFile, `${third}\n`)
  expect(secretKeySource(source)()).toEqual([second, first])
})

it('uses a key that a rotation adds to the file while it runs, at once when a value names it', () => {
  writeFileSync(secretKeyFile, `${first}\n`)
  const keys = secretKeySource({ secretKey: first, secretKeyFile })
  expect(keys()).toEqual([first])
  writeFileSync(secretKeyFile, `${second}\n${first}\n`)
  expect(keys()).toEqual([first])
  expect(keys({ isStale: true })).toEqual([second, first])
  expect(keys()).toEqual([second, first])
})

it('keeps its keys while the file is missing or damaged', () => {
  writeFileSync(secretKeyFile, `${second}\n${first}\n`)
  const keys = secretKeySource({ secretKey: first, secretKeyFile })
  expect(keys()).toEqual([second, first])
  writeFileSync(secretKeyFile, 'cut\n')
  expect(keys({ isStale: true })).toEqual([second, first])
  rmSync(secretKeyFile)
  expect(keys({ isStale: true })).toEqual([second, first])
})

it('rejects a file with a line that is too short for a key', () => {
  expect(parseKeyFile(`${first}\n\n${second}\n`)).toEqual([first, second])
  for (const text of ['', '\n', `${first}\ncut\n`]) expect(() => parseKeyFile(text)).toThrow('damaged')
})
