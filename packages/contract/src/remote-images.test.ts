import { expect, it } from 'vitest'
import { hasRemoteImages, remoteImagesIn, withRemoteImages } from './remote-images.ts'

const id = '0197c000-0000-7000-8000-000000000001'
const proxied = (url: string) => `/api/messages/${id}/remote-image?url=${encodeURIComponent(url)}`

it('reads addresses as the sanitiser writes them', () => {
  const html =
    '<img data-remote-src="https://a.example/?a=1&amp;b=&quot;&lt;&gt;&amp;amp;" /><td data-remote-background="http://b.example/">'
  expect([...remoteImagesIn(html)]).toEqual(['https://a.example/?a=1&b="<>&amp;', 'http://b.example/'])
  expect(remoteImagesIn(null).size).toBe(0)
})

it('knows HTML that has some', () => {
  expect(hasRemoteImages('<img data-remote-src="https://a.example/" />')).toBe(true)
  expect(hasRemoteImages('<td data-remote-background="https://a.example/">')).toBe(true)
  expect(hasRemoteImages('<img src="/api/attachments/1" /><p>data-remote-src</p>')).toBe(false)
  expect(hasRemoteImages(null)).toBe(false)
})

it('asks the desk for them, for this message', () => {
  const html =
    '<p>x</p><img alt="a" data-remote-src="https://a.example/p?x=1&amp;y=2" /><img src="/api/attachments/1" />'
  expect(withRemoteImages(html, id)).toBe(
    `<p>x</p><img alt="a" src="${proxied('https://a.example/p?x=1&y=2')}&amp;orWords=1" data-remote-src="https://a.example/p?x=1&amp;y=2" /><img src="/api/attachments/1" />`,
  )
})

it('puts a picture behind the text where it was', () => {
  const image = `background-image:url(&quot;${proxied('https://a.example/b.png')}&quot;)`
  const rest = 'data-remote-background="https://a.example/b.png"'
  expect(withRemoteImages(`<td style="color:red" ${rest}>x</td>`, id)).toBe(
    `<td style="color:red;${image}" ${rest}>x</td>`,
  )
  expect(withRemoteImages(`<td ${rest}>x</td>`, id)).toBe(`<td style="${image}" ${rest}>x</td>`)
})

it('does not change text, or anything that would end the attribute or the address', () => {
  const text = '<p>write data-remote-src="https://a.example/" like this</p>'
  expect(withRemoteImages(text, id)).toBe(text)
  const hostile = '<img data-remote-src="https://a.example/&quot; onerror=&quot;alert(1)&amp;url=$&amp;" />'
  expect(withRemoteImages(hostile, id)).toContain(
    `src="${proxied('https://a.example/" onerror="alert(1)&url=$&')}&amp;orWords=1" data-remote-src=`,
  )
})
