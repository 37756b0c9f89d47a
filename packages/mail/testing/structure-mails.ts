import {
  base64,
  bodyOf,
  hex,
  type MailCase,
  mailOf,
  multipart,
  multipartMail,
  part,
  pdf,
  picture,
  plain,
  rich,
} from './mail-case.ts'

const inline = ['Content-Disposition: inline; filename="photo.png"', 'Content-ID: <p1@x>']
const enclosed = (subject: string) => `From: a@x.example\nSubject: ${subject}\n\nwords of ${subject}`

/** Nested parts, and broken delimiters. */
const damagedTnef = base64(hex('789f3e220100') + 'x'.repeat(2_000))

export const structureMails: MailCase[] = [
  {
    name: 'a winmail.dat in which nothing is found as the file that it is',
    raw: multipartMail(
      'mixed',
      plain('see file'),
      part(['Content-Type: application/ms-tnef; name="winmail.dat"', 'Content-Transfer-Encoding: base64'], damagedTnef),
    ),
    gives: { text: 'see file', files: ['winmail.dat'] },
  },
  {
    name: 'two different texts in one alternative',
    raw: multipartMail('alternative', plain('the first'), plain('the second')),
    gives: { text: 'the first\nthe second', files: [] },
  },
  {
    name: 'the same text twice in one alternative',
    raw: multipartMail('alternative', plain('the same'), plain('the  same'), rich('<p>the same</p>')),
    gives: { text: 'the same', html: '<p>the same</p>', files: [] },
  },
  {
    name: 'a text beside the HTML of another one',
    raw: multipartMail('alternative', plain('the first'), rich('<p>the first</p>'), plain('a disclaimer')),
    gives: { text: 'the first\na disclaimer', files: [] },
  },
  {
    name: 'two different HTML texts in one alternative',
    raw: multipartMail('alternative', plain('the first'), rich('<p>the first</p>'), rich('<p>the second</p>')),
    gives: { html: '<p>the first</p>\n<p>the second</p>', files: [] },
  },
  {
    name: 'a simple and a better HTML of the same text',
    raw: multipartMail('alternative', rich('<p>one text</p>'), rich('<b>one</b> <i>text</i>')),
    gives: { html: '<b>one</b> <i>text</i>', files: [] },
  },
  {
    name: 'text, picture, text inside an alternative',
    raw: multipartMail(
      'alternative',
      plain('above below'),
      multipart('mixed', 'b2', rich('<p>above</p>'), picture(...inline), rich('<p>below</p>')),
    ),
    gives: { text: 'above below', html: '<p>above</p>\n<p>below</p>', files: ['photo.png'] },
  },
  {
    name: 'text, picture, text',
    raw: multipartMail('mixed', plain('above'), picture(...inline), plain('below')),
    gives: { text: 'above\nbelow', files: ['photo.png'] },
  },
  {
    name: 'related with the picture first',
    raw: multipartMail('related', picture(...inline), rich('<p>shown</p><img src="cid:p1@x">')),
    gives: { text: 'shown', html: '<p>shown</p><img src="cid:p1@x">', files: ['photo.png'] },
  },
  {
    name: 'related whose start names the second part',
    raw: mailOf(
      ['Content-Type: multipart/related; boundary=b1; start="<root@x>"; type="text/html"'],
      bodyOf('b1', [picture(...inline), part(['Content-Type: text/html', 'Content-ID: <root@x>'], '<p>shown</p>')]),
    ),
    gives: { html: '<p>shown</p>', files: ['photo.png'] },
  },
  {
    name: 'related whose start names nothing',
    raw: mailOf(
      ['Content-Type: multipart/related; boundary=b1; start="<gone@x>"'],
      bodyOf('b1', [picture(...inline), rich('<p>shown</p>')]),
    ),
    gives: { html: '<p>shown</p>', files: ['photo.png'] },
  },
  {
    name: 'related around an alternative that stands second',
    raw: multipartMail('related', picture(...inline), multipart('alternative', 'b2', plain('t'), rich('<p>t</p>'))),
    gives: { text: 't', html: '<p>t</p>', files: ['photo.png'] },
  },
  {
    name: 'a digest of mails without types',
    raw: multipartMail('digest', `\n${enclosed('one')}`, `\n${enclosed('two')}`),
    gives: { text: '', files: ['one.eml', 'two.eml'] },
  },
  {
    name: 'a list digest between two texts',
    raw: multipartMail('mixed', plain('Today'), multipart('digest', 'b2', `\n${enclosed('one')}`), plain('The list')),
    gives: { text: 'Today\nThe list', files: ['one.eml'] },
  },
  {
    name: 'multipart/parallel',
    raw: multipartMail('parallel', plain('words'), pdf('a.pdf')),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'an unknown multipart',
    raw: multipartMail('x-bundle', plain('words'), pdf('a.pdf')),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'the type multipart alone',
    raw: mailOf(['Content-Type: multipart; boundary=b1'], bodyOf('b1', [plain('words'), pdf('a.pdf')])),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'a boundary with a blank at its end',
    raw: mailOf(['Content-Type: multipart/mixed; boundary="b1 "'], bodyOf('b1', [plain('words'), pdf('a.pdf')])),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'a boundary in other letters',
    raw: mailOf(['Content-Type: multipart/mixed; boundary="B1x"'], bodyOf('b1X', [plain('words'), pdf('a.pdf')])),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'a boundary in single quotes',
    raw: mailOf(["Content-Type: multipart/mixed; boundary='b1'"], bodyOf('b1', [plain('words'), pdf('a.pdf')])),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'no boundary, and a part without a header',
    raw: mailOf(['Content-Type: multipart/mixed'], bodyOf('b1', ['\nwords', pdf('a.pdf')])),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'a first delimiter that is mangled',
    raw: mailOf(
      ['Content-Type: multipart/mixed; boundary=b1'],
      `--b1x\n${plain('words')}\n${bodyOf('b1', [pdf('a.pdf')])}`,
    ),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'a first delimiter that lost a dash',
    raw: mailOf(
      ['Content-Type: multipart/mixed; boundary=b1'],
      `-b1\n${plain('words')}\n${bodyOf('b1', [pdf('a.pdf')])}`,
    ),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'no first delimiter at all',
    raw: mailOf(['Content-Type: multipart/mixed; boundary=b1'], `${plain('words')}\n${bodyOf('b1', [pdf('a.pdf')])}`),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'a part below the closing delimiter',
    raw: multipartMail('mixed', plain('words')) + `--b1\n${pdf('a.pdf')}\n--b1--\n`.replaceAll('\n', '\r\n'),
    gives: { text: 'words', files: ['a.pdf'] },
  },
  {
    name: 'no closing delimiter, neither inside nor outside',
    raw: mailOf(
      ['Content-Type: multipart/mixed; boundary=b1'],
      `--b1\nContent-Type: multipart/alternative; boundary=b2\n\n--b2\n${plain('t')}\n--b2\n${rich('<p>t</p>')}\n--b1\n${pdf('a.pdf')}`,
    ),
    gives: { text: 't', html: '<p>t</p>', files: ['a.pdf'] },
  },
  {
    name: 'the type text alone',
    raw: mailOf(['Content-Type: text'], 'words'),
    gives: { text: 'words', files: [] },
  },
  {
    name: 'a mail that an mbox left a line and a blank line above',
    raw: `From omar@acme.example Tue Mar  3 10:00:00 2026\r\n\r\n${mailOf(['Subject: s'], 'words')}`,
    gives: { text: 'words', subject: 's' },
  },
  {
    name: 'a mail below a status line, a byte order mark and blank lines',
    raw: `\xef\xbb\xbf\r\n+OK 512 octets\r\n>From a@x Tue Mar  3 10:00:00 2026\r\n${mailOf(['Subject: s'], 'words')}`,
    gives: { text: 'words', subject: 's', from: 'omar@acme.example' },
  },
  {
    name: 'a first header line that is indented',
    raw: ` Subject: s\r\n${mailOf([], 'words')}`,
    gives: { text: 'words', subject: 's', from: 'omar@acme.example' },
  },
]
