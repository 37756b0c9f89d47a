import { describe, expect, it } from 'vitest'
import { decodeCharset } from './decode.ts'
import { resolveCharset } from './labels.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const latin1 = (text: string) => Buffer.from(text, 'latin1')

describe('decodeCharset', () => {
  it.each<[string, Uint8Array, string | null, string]>([
    ['ASCII whatever is declared', latin1('plain'), 'shift_jis', 'plain'],
    ['smart quotes under ISO-8859-1', bytes(0x93, 0x61, 0x94), 'iso-8859-1', '“a”'],
    ['the euro of ISO-8859-15', bytes(0xa4), 'iso-8859-15', '€'],
    ['UTF-8 that is declared as latin1', Buffer.from('Größe'), 'iso-8859-1', 'Größe'],
    ['latin1 that is declared as UTF-8', latin1('Größe'), 'utf-8', 'Größe'],
    ['UTF-8 with a stray byte', Buffer.concat([Buffer.from('Größe '), bytes(0xfc)]), 'utf-8', 'Größe ü'],
    ['UTF-8 that is declared as ASCII', Buffer.from('Größe'), 'us-ascii', 'Größe'],
    ['UTF-8 that is cut in a character', bytes(0xc3, 0xa4, 0xc3), 'utf-8', 'äÃ'],
    ['a byte order mark', bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa4), null, 'ä'],
    ['UTF-16 by its mark', bytes(0xff, 0xfe, 0xe4, 0), null, 'ä'],
    ['UTF-16 by its zeros', Buffer.from('plain words', 'utf16le'), null, 'plain words'],
    ['UTF-7', latin1('Gr+APwA3w-e +- x'), 'utf-7', 'Grüße + x'],
    ['HZ', latin1('~{;aRi~} ~~'), 'hz-gb-2312', '会议 ~'],
    ['HZ without a label', latin1('~{;aRi~} and ~{;aRi~}'), null, '会议 and 会议'],
    ['ISO-2022-KR', latin1('\u001b$)C\u000eH8@G\u000f'), 'iso-2022-kr', '회의'],
    ['code page 850', bytes(0x84, 0x94, 0x81), 'cp850', 'äöü'],
    ['GBK under GB2312', bytes(0x81, 0x40), 'gb2312', '丂'],
    ['an unknown label', latin1('ä'), 'x-klingon', 'ä'],
    ['Shift-JIS under ISO-2022-JP', bytes(0x82, 0xa0, 0x82, 0xa2, 0x82, 0xa4), 'iso-2022-jp', 'あいう'],
    ['NUL', bytes(0x61, 0, 0x62, 0xc3, 0xa4), 'utf-8', 'abä'],
  ])('reads %s', (_, raw, declared, text) => {
    expect(decodeCharset(raw, declared)).toBe(text)
  })

  it.each([
    ['it’s', bytes(0x69, 0x74, 0x92, 0x73)],
    ['“naïve”', bytes(0x93, 0x6e, 0x61, 0xef, 0x76, 0x65, 0x94)],
    ['größte', latin1('größte')],
    ['ÜBERMÄSSIG ÖFFNEN', latin1('ÜBERMÄSSIG ÖFFNEN')],
    ['¿Qué pasó? ¡Señor!', latin1('¿Qué pasó? ¡Señor!')],
  ])('reads %s as Western text', (text, raw) => {
    expect(decodeCharset(raw)).toBe(text)
  })
})

describe('resolveCharset', () => {
  it.each([
    ['UTF-8', 'utf-8'],
    ['utf8', 'utf-8'],
    ['"utf-8"', 'utf-8'],
    ['ISO_8859-1', 'windows-1252'],
    ['iso8859-15', 'iso-8859-15'],
    ['cp-1252', 'windows-1252'],
    ['win-1251', 'windows-1251'],
    ['x-windows-949', 'euc-kr'],
    ['KS_C_5601-1987', 'euc-kr'],
    ['x-gbk', 'gbk'],
    ['CP932', 'shift_jis'],
    ['us-ascii', null],
    ['unknown-8bit', null],
    ['klingon', null],
    ['', null],
  ])('%j is %j', (label, charset) => {
    expect(resolveCharset(label)).toBe(charset)
  })
})
