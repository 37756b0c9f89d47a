import { describe, expect, it } from 'vitest'
import { sanitiseHtml } from './sanitise.ts'
import { textToHtml } from './text-to-html.ts'

const link = (href: string, label: string) =>
  `<a href="${href}" target="_blank" rel="noopener noreferrer nofollow">${label}</a>`

describe('textToHtml', () => {
  it.each([
    ['a\n\nb\nc', '<p>a</p>\n<p>b<br />c</p>'],
    ['<script>alert(1)</script> & "x"', '<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; "x"</p>'],
    [
      'See https://a.example/x?a=1&b=2.',
      `<p>See ${link('https://a.example/x?a=1&amp;b=2', 'https://a.example/x?a=1&amp;b=2')}.</p>`,
    ],
    ['(www.a.example)', `<p>(${link('http://www.a.example', 'www.a.example')})</p>`],
    ['<https://a.example>', `<p>&lt;${link('https://a.example', 'https://a.example')}&gt;</p>`],
    ['https://a.example/wiki/A_(b)', `<p>${link('https://a.example/wiki/A_(b)', 'https://a.example/wiki/A_(b)')}</p>`],
    ['mail ann@a.example, please', `<p>mail ${link('mailto:ann@a.example', 'ann@a.example')}, please</p>`],
    ['javascript:alert(1) //a.example http://', '<p>javascript:alert(1) //a.example http://</p>'],
    [
      'https://a.example"onmouseover=alert(1)',
      `<p>${link('https://a.example', 'https://a.example')}"onmouseover=alert(1)</p>`,
    ],
    ['  indented\n\tby a tab', '<p>&nbsp; indented<br />&nbsp; &nbsp; by a tab</p>'.replaceAll('&nbsp;', '\u00a0')],
    ['', ''],
  ])('%j', (text, html) => {
    expect(textToHtml(text)).toBe(html)
    expect(sanitiseHtml(html)).toBe(html)
  })
})
