import { expect, it } from 'vitest'
import { htmlToText } from './html-to-text.ts'

it.each([
  ['<p>Hello <b>you</b>,</p><p>a &lt; b</p>', 'Hello you,\n\na < b'],
  ['<h1>Title</h1><a href="https://a.example">link</a>', 'Title\n\nlink'],
  ['<blockquote>old</blockquote>new', '> old\n\nnew'],
  ['a<br>b<div>c</div><img src="x" alt="logo"><img src="y" alt="🙂">', 'a\nb\nc\n🙂'],
  ['<style>p{}</style><script>x</script>a&nbsp;b', 'a b'],
  ['', ''],
])('%s reads as text', (html, text) => {
  expect(htmlToText(html)).toBe(text)
})
