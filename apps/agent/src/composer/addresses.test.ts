import { expect, it } from 'vitest'
import { addressOf } from './addresses.ts'

it.each([
  ['nora@acme.example', 'nora@acme.example'],
  ['  Nora@ACME.example ', 'nora@acme.example'],
  ['Nora Lind <nora+x@sub.acme.example>', 'nora+x@sub.acme.example'],
  ['nora', null],
  ['nora@', null],
  ['nora@acme', null],
  ['a@b@c.example', null],
  ['nora@acme..example', null],
  ['nora lind@acme.example', null],
  ['', null],
])('%s is %s', (typed, address) => expect(addressOf(typed)).toBe(address))
