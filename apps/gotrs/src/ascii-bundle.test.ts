import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { productBundle } from '@gotrs/core/testing/product-bundle'
import { expect, it } from 'vitest'

it('is ASCII in every file of the bundle, so that V8 keeps one byte for each character', {
  timeout: 120_000,
}, async () => {
  const folder = dirname(await productBundle())
  const chunks = readdirSync(folder).filter(it => it.endsWith('.mjs'))
  expect(chunks).toContain('parse-worker.mjs')
  expect(chunks.filter(it => /\P{ASCII}/u.test(readFileSync(join(folder, it), 'utf8')))).toEqual([])
})
