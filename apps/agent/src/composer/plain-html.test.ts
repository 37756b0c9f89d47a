import { expect, it } from 'vitest'
import { plainHtml } from './plain-html.ts'

it.each([
  ['', ''],
  ['one line', '<p>one line</p>'],
  ['one\n\nthree', '<p>one</p><p></p><p>three</p>'],
  ['a <b> & "c"', '<p>a &lt;b&gt; &amp; "c"</p>'],
])('writes %j as the editor would', (text, html) => {
  expect(plainHtml(text)).toBe(html)
})
