import { expect, it } from 'vitest'
import { parseHtml, writeHtml } from './html-tree.ts'

it.each([
  ['<p>a<p>b', '<p>a</p><p>b</p>'],
  ['<p>a<div>b</div>', '<p>a</p><div>b</div>'],
  ['<ul><li>a<li>b</ul>c', '<ul><li>a</li><li>b</li></ul>c'],
  ['<dl><dt>a<dd>b<dt>c</dl>', '<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>'],
  ['<table><tr><td>a<td>b<tr><td>c</table>', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>'],
  ['<div><table><tr><td>a</div>b</td></tr></table></div>', '<div><table><tr><td>ab</td></tr></table></div>'],
  ['<b>a</i>b</b></b>c', '<b>ab</b>c'],
  ['<br/>a<br></br>', '<br />a<br />'],
  ['<P CLASS=x class=y>a &amp; b &lt;', '<p class="x">a &amp; b &lt;</p>'],
  ['<!-- a --><![if !mso]>b<![endif]><?c?>', 'b'],
  ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
  ['<title>a</title><style>b</style><textarea><p>c</p></textarea>d', 'd'],
])('%s becomes the tree that a reader sees', (html, written) => {
  expect(writeHtml(parseHtml(html))).toBe(written)
})
