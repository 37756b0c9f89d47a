import { describe, expect, it } from 'vitest'
import { checkJson } from './check-json.ts'

const check = (text: string, maxValues = 1_000) => checkJson(Buffer.from(text), maxValues)

describe('checkJson', () => {
  it.each([
    ['a flat list', `[${'1,'.repeat(2_000)}1]`],
    ['empty lists', `[${'[],'.repeat(2_000)}[]]`],
    ['a wide object', `{${'"a":1,'.repeat(2_000)}"b":1}`],
    ['lists that never close', '[{'.repeat(15).repeat(70)],
    ['values behind a long text', `["${'x'.repeat(10_000)}"${',1'.repeat(2_000)}]`],
  ])('rejects more values than the call may hold: %s', (_name, text) => {
    expect(() => check(text)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/too_large|invalid_input/) }),
    )
  })

  it('rejects values that are nested too deep', () => {
    expect(() => check('['.repeat(41))).toThrow('invalid_input')
    check(`${'['.repeat(40)}${']'.repeat(40)}`)
  })

  it('counts nothing inside of strings', () => {
    check(JSON.stringify({ text: '[1,2,3]{"a":1},'.repeat(1_000), other: 'ends with \\', more: '"",,[' }), 10)
    expect(() => check(`["\\\\",${'1,'.repeat(20)}1]`, 10)).toThrow('too_large')
    expect(() => check(`["\\"",${'1,'.repeat(20)}1]`, 10)).toThrow('too_large')
  })

  it.each([
    ['NUL', '{"a":{"b":"x\\u0000"}}', 'a.b'],
    ['a high half at the end', '{"a":"\\ud83d"}', 'a'],
    ['a high half before a letter', '{"a":"\\ud83dx"}', 'a'],
    ['a low half', '{"a":["ok","\\uDE00"]}', 'a.1'],
    ['two high halves', '{"a":"\\ud83d\\ud83d\\ude00"}', 'a'],
    ['a half behind a pair', '{"a":"\\ud83d\\ude00\\ude00"}', 'a'],
    ['in a key', '{"a":{"\\u0000":1}}', 'a'],
  ])('rejects invalid text, and names the place: %s', (_name, text, path) => {
    expect(() => check(text)).toThrow(
      expect.objectContaining({ params: { issues: [expect.objectContaining({ path })] } }),
    )
  })

  it('accepts surrogate pairs, and backslashes that only look like escapes', () => {
    check('{"a":"\\ud83d\\ude00 \\\\ud83d \\\\u0000 \\n \\u0041 🦜"}')
  })

  it('agrees with the parser about each text that it accepts', () => {
    for (const value of [[], {}, { a: [1, { b: '"\\' }] }, '\\', 'a"b', { '"': ['\\"'] }])
      check(JSON.stringify(value), 12)
  })
})
