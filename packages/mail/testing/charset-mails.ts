import { base64, hex, type MailCase, mailOf, utf8 } from './mail-case.ts'

const text = (charset: string, bytes: string) => mailOf([`Content-Type: text/plain; charset=${charset}`], bytes)
const subject = (value: string) => mailOf([`Subject: ${value}`], 'x')
const ESC = '\u001b'

/** Charsets in bodies and in headers, and characters that are cut. */
export const charsetMails: MailCase[] = [
  {
    name: 'ISO-2022-JP that goes back to ASCII between two words',
    raw: subject('=?ISO-2022-JP?B?GyRCMnE1RBsoQg==?=\r\n =?ISO-2022-JP?B?GyRCJE43bxsoQg==?='),
    gives: { subject: '会議の件' },
  },
  {
    name: 'ISO-2022-JP whose second word goes on without an escape',
    raw: subject('=?ISO-2022-JP?B?GyRCMnE1RA==?=\r\n =?ISO-2022-JP?B?JE43bxsoQg==?='),
    gives: { subject: '会議の件' },
  },
  {
    name: 'ISO-2022-JP with needless escapes in a body',
    raw: text('iso-2022-jp', `${ESC}$B2q5D${ESC}(B${ESC}$B$N7o${ESC}(B ok`),
    gives: { text: '会議の件 ok' },
  },
  {
    name: 'half-width katakana by ESC ( I',
    raw: text('iso-2022-jp', `${ESC}(I6E${ESC}(B, ${ESC}$B2q5D${ESC}(B`),
    gives: { text: 'ｶﾅ, 会議' },
  },
  {
    name: 'half-width katakana by shifts',
    raw: text('cp50222', `\u000e6E\u000f, ${ESC}$B2q5D${ESC}(B`),
    gives: { text: 'ｶﾅ, 会議' },
  },
  {
    name: 'the supplementary kanji of ISO-2022-JP-1',
    raw: text('iso-2022-jp-1', `${ESC}$(D0!${ESC}(B.`),
    gives: { text: '丂.' },
  },
  {
    name: 'Chinese and Korean in ISO-2022-JP-2',
    raw: text('iso-2022-jp-2', `${ESC}$A::Ww${ESC}$(CGQ19${ESC}(B.`),
    gives: { text: '汉作한국.' },
  },
  {
    name: 'the kanji of ISO-2022-JP-3',
    raw: text('iso-2022-jp-3', `${ESC}$(O4A;z${ESC}(B.`),
    gives: { text: '漢字.' },
  },
  {
    name: 'ISO-2022-JP that nobody declared',
    raw: mailOf([], `${ESC}$B2q5D${ESC}(B${ESC}$B$N7o${ESC}(B`),
    gives: { text: '会議の件' },
  },
  {
    name: 'ISO-2022-KR',
    raw: text('iso-2022-kr', `${ESC}$)C\u000eH8@G\u000f ok \u000eH8@G\u000f`),
    gives: { text: '회의 ok 회의' },
  },
  {
    name: 'ISO-2022-CN',
    raw: text('iso-2022-cn', `${ESC}$)A\u000e;aRi\u000f ok\n${ESC}$)A\u000e;aRi\u000f`),
    gives: { text: '会议 ok\n会议' },
  },
  {
    name: 'HZ over two words',
    raw: subject('=?HZ-GB-2312?Q?~{;aRi~}?= =?hz?Q?~{;aRi~}?='),
    gives: { subject: '会议会议' },
  },
  {
    name: 'UTF-8 cut between two words of one charset under two names',
    raw: subject('=?utf-8?Q?Gr=C3?=\r\n =?UTF8?Q?=BC=C3=9Fe?='),
    gives: { subject: 'Grüße' },
  },
  {
    name: 'UTF-8 cut between a B and a Q word',
    raw: subject(`=?utf-8?B?${base64('Gr\xc3')}?= =?utf-8?Q?=BC=C3=9Fe?=`),
    gives: { subject: 'Grüße' },
  },
  {
    name: 'base64 cut inside a group of four',
    raw: subject('=?utf-8?B?R3LDvM?= =?utf-8?B?OfZQ==?='),
    gives: { subject: 'Grüße' },
  },
  {
    name: 'two padded blocks in one word',
    raw: subject(`=?utf-8?B?${base64(utf8('Grü'))}${base64(utf8('ß'))}${base64('e')}?=`),
    gives: { subject: 'Grüße' },
  },
  {
    name: 'GB18030 cut in a character of four bytes',
    raw: subject(`=?gb18030?B?${base64(hex('bbe1d2e99532'))}?= =?gb18030?B?${base64(hex('8236bccdd2aa'))}?=`),
    gives: { subject: '会议𠀀纪要' },
  },
  {
    name: 'Shift_JIS cut in a character',
    raw: subject(`=?Shift_JIS?B?${base64(hex('955c8e'))}?= =?shift_jis?B?${base64(hex('a6945c97cd'))}?=`),
    gives: { subject: '表示能力' },
  },
  {
    name: 'EUC-KR cut in a character',
    raw: subject(`=?euc-kr?B?${base64(hex('c8b8c0'))}?= =?ks_c_5601-1987?B?${base64(hex('c7b7cf'))}?=`),
    gives: { subject: '회의록' },
  },
  { name: 'an empty charset', raw: text('', utf8('Grüße')), gives: { text: 'Grüße' } },
  { name: 'a charset with a semicolon in it', raw: text('"utf-8;"', utf8('Grüße')), gives: { text: 'Grüße' } },
  { name: 'x-mac-roman', raw: text('x-mac-roman', 'Gr\x9f\xa7e'), gives: { text: 'Grüße' } },
  { name: 'cp-850', raw: text('cp-850', 'Gr\x81\xe1e'), gives: { text: 'Grüße' } },
  { name: 'cp852', raw: text('cp852', 'P\xfdjezd \xa7lu\x9cou\x9fk\xec'), gives: { text: 'Přjezd žluťoučký' } },
  { name: 'iso-8859-8-i', raw: text('iso-8859-8-i', hex('f9ece5ed')), gives: { text: 'שלום' } },
  { name: 'unicode-1-1-utf-7', raw: text('unicode-1-1-utf-7', 'Gr+APwA3w-e'), gives: { text: 'Grüße' } },
  { name: 'ansi_x3.110-1983', raw: text('ansi_x3.110-1983', 'Gr\xfc\xdfe'), gives: { text: 'Grüße' } },
  {
    name: 'UTF-16 with its bytes the other way',
    raw: text('utf-16', hex('00470072 00fc'.replace(' ', ''))),
    gives: { text: 'Grü' },
  },
  { name: 'UTF-32', raw: text('utf-32be', hex('00000047000000fc0001f600')), gives: { text: 'Gü😀' } },
]
