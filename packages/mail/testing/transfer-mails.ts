import { base64, bodyOf, type MailCase, mailOf, multipartMail, part, plain, utf8 } from './mail-case.ts'

const line = 'Guten Tag, hier ist die Rechnung für den März mit allen Posten darauf.'
const code = base64(utf8(line)).replace(/.{48}/g, '$&\n')
const coded = (body: string) =>
  mailOf(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'], body)
const quoted = (body: string) =>
  mailOf(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'], body)
const named = (disposition: string, type = 'application/pdf') =>
  multipartMail('mixed', plain('x'), part([`Content-Type: ${type}`, `Content-Disposition: ${disposition}`], '%PDF'))

/** Base64, quoted-printable and the names of files. */
export const transferMails: MailCase[] = [
  { name: 'base64 that is indented', raw: coded(code.replace(/^/gm, '   ')), gives: { text: line } },
  { name: 'base64 without padding', raw: coded(base64('four').replace(/=+$/, '')), gives: { text: 'four' } },
  {
    name: 'a footer below base64',
    raw: coded(`${code}\n\n_______________\nThe list: http://list.example\nUnsubscribe\n`),
    gives: { text: `${line}\n_______________\nThe list: http://list.example\nUnsubscribe` },
  },
  {
    name: 'a footer of single words below base64 without padding',
    raw: coded(`${base64('A text of four words').replace(/=+$/, '')}\n\nChecked\nby the scanner.\n`),
    gives: { text: 'A text of four words\nChecked\nby the scanner.' },
  },
  {
    name: 'base64 in the alphabet for URLs',
    raw: coded(base64(utf8('÷÷÷>>>???ÿÿÿ Grüße')).replaceAll('+', '-').replaceAll('/', '_')),
    gives: { text: '÷÷÷>>>???ÿÿÿ Grüße' },
  },
  { name: 'a stray character in base64', raw: coded(code.replace('IG', '!IG')), gives: { text: line } },
  {
    name: 'padded blocks of base64 one after the other',
    raw: coded(`${base64('one ')}\n${base64('two ')}\n${base64('three')}`),
    gives: { text: 'one two three' },
  },
  {
    name: 'a footer below a file in base64',
    raw: multipartMail(
      'mixed',
      plain('x'),
      part(
        ['Content-Type: application/pdf; name=a.pdf', 'Content-Transfer-Encoding: base64'],
        `${base64('%PDF-1.4 and so on')}\n\nThis mail was checked for viruses.`,
      ),
    ),
    gives: { text: 'x\nThis mail was checked for viruses.', files: ['a.pdf'], content: '%PDF-1.4 and so on' },
  },
  { name: 'soft breaks with blanks', raw: quoted('one =  \ntwo =\t\nthree'), gives: { text: 'one two three' } },
  { name: 'lower-case hexadecimal', raw: quoted('Gr=c3=bc=c3=9fe'), gives: { text: 'Grüße' } },
  {
    name: 'raw bytes in quoted-printable',
    raw: quoted(utf8('Grüße =3D Gr=C3=BC=C3=9Fe')),
    gives: { text: 'Grüße = Grüße' },
  },
  { name: 'an equals sign at the end', raw: quoted('the end='), gives: { text: 'the end' } },
  { name: 'an equals sign that escapes nothing', raw: quoted('a=b&c=zz'), gives: { text: 'a=b&c=zz' } },
  {
    name: 'an encoded word inside the newer encoding',
    raw: named("attachment; filename*=utf-8''=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="),
    gives: { files: ['Grüße.pdf'] },
  },
  {
    name: 'the newer encoding in the older parameter',
    raw: named('attachment; filename="utf-8\'\'Gr%C3%BC%C3%9Fe.pdf"'),
    gives: { files: ['Grüße.pdf'] },
  },
  {
    name: 'an encoded word cut by sections',
    raw: named('attachment; filename*0="=?utf-8?B?R3LDvM"; filename*1="OfZS5wZGY=?="'),
    gives: { files: ['Grüße.pdf'] },
  },
  {
    name: 'the newer encoding in quotes, without a charset',
    raw: named('attachment; filename*="Gr%C3%BC%C3%9Fe.pdf"'),
    gives: { files: ['Grüße.pdf'] },
  },
  {
    name: 'sections that lack their first',
    raw: named('attachment; filename*1="report"; filename*2=".pdf"'),
    gives: { files: ['report.pdf'] },
  },
  {
    name: 'the newer encoding in sections without stars',
    raw: named('attachment; filename*0="utf-8\'\'Gr%C3%BC"; filename*1="%C3%9Fe.pdf"'),
    gives: { files: ['Grüße.pdf'] },
  },
  { name: 'a lost semicolon', raw: named('attachment filename="a.pdf"'), gives: { files: ['a.pdf'] } },
  {
    name: 'an encoded multipart',
    raw: mailOf(
      ['Content-Type: multipart/mixed; boundary=b1', 'Content-Transfer-Encoding: base64'],
      base64(bodyOf('b1', [plain('words')])).replace(/.{60}/g, '$&\n'),
    ),
    gives: { text: 'words', files: [] },
  },
]
