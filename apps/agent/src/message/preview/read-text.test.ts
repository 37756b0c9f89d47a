import { expect, it } from 'vitest'
import { decode } from './read-text.ts'

it.each([
  ['UTF-8', [0xc3, 0xbc], 'ü'],
  ['UTF-8 with a byte order mark', [0xef, 0xbb, 0xbf, 0x61], 'a'],
  ['UTF-8 that is cut in a character', [0x61, 0xe2, 0x82], 'a'],
  ['UTF-16, little end first', [0xff, 0xfe, 0xfc, 0x00], 'ü'],
  ['UTF-16, big end first', [0xfe, 0xff, 0x00, 0xfc], 'ü'],
  ['Windows-1252', [0xfc, 0x80], 'ü€'],
])('reads %s', (_what, bytes, text) => {
  expect(decode(new Uint8Array(bytes))).toBe(text)
})
