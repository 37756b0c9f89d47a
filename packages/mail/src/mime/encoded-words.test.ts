import { describe, expect, it } from 'vitest'
import { decodeHeaderText, hasEncodedWord } from './encoded-words.ts'

const decode = (value: string) => decodeHeaderText(Buffer.from(value).toString('latin1'))

describe('decodeHeaderText', () => {
  it.each([
    ['plain', 'plain'],
    ['=?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['=?UTF-8?b?R3LDvMOfZQ==?=', 'Grüße'],
    ['=?utf-8?B?R3LDvMOfZQ?=', 'Grüße'],
    ['=?iso-8859-1?q?Gr=FC=DFe?= und =?utf-8?q?K=C3=BCsse?=', 'Grüße und Küsse'],
    ['=?utf-8?q?a?= =?utf-8?q?b?=', 'ab'],
    ['=?utf-8?q?a?= \t =?iso-8859-1?q?=E4?=', 'aä'],
    ['=?utf-8?q?a?= b =?utf-8?q?c?=', 'a b c'],
    ['=?utf-8?q?a_b=20c?=', 'a b c'],
    ['=?utf-8?q?a b?=', 'a b'],
    ['=?utf-8*de?q?=C3=A4?=', 'ä'],
    ['=?utf-8?q?=C3?= =?utf-8?q?=A4?=', 'ä'],
    ['=?utf-8?q?=C3=?= =?utf-8?q?A4?=', 'ä'],
    ['=?utf-8?q?cut off', 'cut off'],
    ['=?utf-8?q?cut =?utf-8?q?off?=', 'cutoff'],
    ['=?iso-2022-jp?B?GyRCMnE1RBsoQg==?=', '会議'],
    ['=?iso-2022-jp?B?GyRCMnE=?= =?iso-2022-jp?B?NUQbKEI=?=', '会議'],
    ['=?gb2312?B?u+HS6Q==?=', '会议'],
    ['=?no-such-charset?q?=E4?=', 'ä'],
    ['=?x-unknown?q?=C3=A4?=', 'ä'],
    ['Grüße =?utf-8?q?K=C3=BCsse?=', 'Grüße Küsse'],
    ['a =? b ?= c', 'a =? b ?= c'],
    ['=?utf-8?x?a?=', '=?utf-8?x?a?='],
    ['', ''],
  ])('reads %j as %j', (value, text) => {
    expect(decode(value)).toBe(text)
  })

  it('reads raw bytes by the hint if they are not UTF-8', () => {
    expect(decodeHeaderText('\xcf\xf0\xe8\xe2\xe5\xf2', 'windows-1251')).toBe('Привет')
    expect(decodeHeaderText('\xc3\xa4', 'windows-1251')).toBe('ä')
  })

  it('detects encoded words', () => {
    expect(hasEncodedWord('a =?utf-8?q?b?=')).toBe(true)
    expect(hasEncodedWord('a =? b')).toBe(false)
  })
})
