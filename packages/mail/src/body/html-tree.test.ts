import { expect, it } from 'vitest'
import { parseHtml, writeHtml } from './html-tree.ts'

it.each([
  ['<p>a<p>b', '<p>a</p><p>b</p>'],
  ['<p>a<div>b</div>', '<p>a</p><div>b</div>'],
  ['<ul><li>a<li>b</ul>c', '<ul><li>a</li><li>b</li></ul>c'],
  ['<dl><dt>a<dd>b<dt>c</dl>', '<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>'],
  [
    '<table><tr><td>a<td>b<tr><td>c</table>',
    '<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>',
  ],
  [
    '<div><table><tr><td>a</div>b</td></tr></table></div>',
    '<div><table><tbody><tr><td>ab</td></tr></tbody></table></div>',
  ],
  ['<b>a</i>b</b></b>c', '<b>ab</b>c'],
  ['<br/>a<br></br>', '<br />a<br /><br />'],
  ['<P CLASS=x class=y>a &amp; b &lt;', '<p class="x">a &amp; b &lt;</p>'],
  ['<!-- a --><![if !mso]>b<![endif]><?c?>', 'b'],
  ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
  ['<title>a</title><style>b</style><textarea><p>c</p></textarea>d', '<span>&lt;p&gt;c&lt;/p&gt;</span> d'],
  ['<p><b>a<div>b</div>c', '<p><b>a</b></p><div><b>b</b></div><b>c</b>'],
  ['<b>a<p>b</b>c', '<b>a</b><p><b>b</b>c</p>'],
  ['<li><table><li>a', '<li>a<table></table></li>'],
  ['<table>a<tr>b<td>c', 'ab<table><tbody><tr><td>c</td></tr></tbody></table>'],
  ['<body bgcolor=x>a</body></div>b<body>c', '<div bgcolor="x">abc</div>'],
  ['<p>a<rtc><p>b</p><rb>c', '<p>a</p><p>b</p><rb>c</rb>'],
  ['<pre>\n\na</pre>', '<pre>\n\na</pre>'],
])('%s becomes the visible tree', (html, written) => {
  expect(writeHtml(parseHtml(html))).toBe(written)
})

it.each([
  ['a<textarea>b <i>c</textarea>d', 'a<span> b &lt;i&gt;c</span> d'],
  ['a<input value="b&amp;c">d<input type=submit value=e>', 'a b&amp;c d e'],
  ['<input type=hidden value=a><input type=password value=b><input type=checkbox value=c>', ''],
  ['<table><tr><input value=a><td>b', 'a<table><tbody><tr><td> b</td></tr></tbody></table>'],
  ['<select><optgroup><option>a<option>b</select>c<button>d</button>e', 'a b c d e'],
  ['a<xmp><b></xmp>', 'a<pre>&lt;b&gt;</pre>'],
])('%s keeps the visible text of a form', (html, written) => {
  expect(writeHtml(parseHtml(html))).toBe(written)
})

it.each([
  ['<title>a<p>b', 'a<p>b</p>'],
  ['<style>p{}</style><script>a<p>b', 'a<p>b</p>'],
  ['<title></title><style>a', 'a'],
  ['<!-- x --><!-- a<p>b', ' a<p>b</p>'],
  ['<a href="b>c', 'c'],
])('%s is shown although it swallows the whole mail', (html, written) => {
  expect(writeHtml(parseHtml(html))).toBe(written)
})

it.each([
  ['a<title>b', 'a'],
  ['a<style>b', 'a'],
  ['a<!-- b', 'a'],
  ['<img><a href="b', '<img />'],
  ['<style>b</style>', ''],
])('%s is read like in a browser if there is other text', (html, written) => {
  expect(writeHtml(parseHtml(html))).toBe(written)
})

it('reads content above the limit of elements as text, in order', () => {
  const clean = writeHtml(parseHtml(`<table>${'<tr><td>a'.repeat(9_000)}<tr><td>b</table><p>c`))
  expect(clean).toMatch(/a a b c$/)
  expect(clean.match(/a/g)?.length).toBeGreaterThan(9_000)
  expect(writeHtml(parseHtml(clean))).toBe(clean)
})
