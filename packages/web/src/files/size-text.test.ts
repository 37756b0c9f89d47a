import { expect, it } from 'vitest'
import { sizeText } from './size-text.ts'

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1536, '2 kB'],
  [2_411_725, '2.3 MB'],
  [25 * 1024 * 1024, '25 MB'],
])('says %i as %s', (bytes, words) => {
  expect(sizeText(bytes)).toBe(words)
})
