import { expect, it } from 'vitest'
import { splitRaw } from './split-raw.ts'

it('parts header and body at the first empty line, however lines end', () => {
  expect(splitRaw('A: 1\r\nB: 2\r\n\r\none\r\n\r\ntwo')).toEqual({ head: 'A: 1\r\nB: 2', body: 'one\r\n\r\ntwo' })
  expect(splitRaw('A: 1\n\none')).toEqual({ head: 'A: 1', body: 'one' })
})

it('takes all of it for the header where there is no empty line', () => {
  expect(splitRaw('A: 1\nB: 2')).toEqual({ head: 'A: 1\nB: 2', body: '' })
})
