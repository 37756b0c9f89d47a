import { describe, expect, it } from 'vitest'
import { parseStructuredHeader } from './parameters.ts'

describe('parseStructuredHeader', () => {
  it.each<[string, string, Record<string, string>]>([
    ['text/plain', 'text/plain', {}],
    ['Text/PLAIN; Charset=UTF-8', 'text/plain', { charset: 'UTF-8' }],
    ['text/plain; charset="utf-8"; format=flowed', 'text/plain', { charset: 'utf-8', format: 'flowed' }],
    ['text/plain (a; comment); charset=(x) utf-8 (y)', 'text/plain', { charset: 'utf-8' }],
    ['multipart/mixed; boundary="a;b=c"', 'multipart/mixed', { boundary: 'a;b=c' }],
    ['multipart/mixed; boundary=----=_Part_1', 'multipart/mixed', { boundary: '----=_Part_1' }],
    ['multipart/mixed; boundary="a" (comment "b")', 'multipart/mixed', { boundary: 'a' }],
    ['multipart/mixed; flag; boundary=a', 'multipart/mixed', { boundary: 'a' }],
    ['multipart/mixed; boundary=a; boundary=b', 'multipart/mixed', { boundary: 'a' }],
    ['attachment; filename=two words.pdf', 'attachment', { filename: 'two words.pdf' }],
    ['attachment; filename="say \\"hi\\".txt"', 'attachment', { filename: 'say "hi".txt' }],
    ['attachment; filename="say "hi".txt"; size=3', 'attachment', { filename: 'say "hi".txt', size: '3' }],
    ['attachment; filename="C:\\Users\\jane\\a.txt"', 'attachment', { filename: 'C:\\Users\\jane\\a.txt' }],
    ['attachment; filename="never closed', 'attachment', { filename: 'never closed' }],
    ["attachment; filename*=UTF-8''%E2%82%AC%20a.txt", 'attachment', { filename: '€ a.txt' }],
    ["attachment; filename=a.txt; filename*=utf-8'en'%E2%82%AC.txt", 'attachment', { filename: '€.txt' }],
    ['attachment; filename*1=b.txt; filename*0="a "', 'attachment', { filename: 'a b.txt' }],
    ["attachment; filename*0*=utf-8''%E2; filename*1*=%82%AC; filename*2=.txt", 'attachment', { filename: '€.txt' }],
    ["attachment; filename*0*=iso-8859-1''%E4; filename*1=%20", 'attachment', { filename: 'ä%20' }],
    ['attachment; filename="=?utf-8?Q?=E2=82=AC?= =?utf-8?Q?.txt?="', 'attachment', { filename: '€.txt' }],
    ['; charset=utf-8', '', { charset: 'utf-8' }],
    ['', '', {}],
  ])('reads %s', (header, value, params) => {
    const read = parseStructuredHeader(header)
    expect(read.value).toBe(value)
    expect(Object.fromEntries(read.params)).toEqual(params)
  })
})
