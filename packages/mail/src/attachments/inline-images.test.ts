import { describe, expect, it } from 'vitest'
import { markInline } from './inline-images.ts'

const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const file = (contentId: string | null, content: Buffer = png) => ({ contentId, content, isInline: true })
const isInline = (html: string | null, ...files: ReturnType<typeof file>[]) =>
  markInline(files, html).map(it => it.isInline)

describe('markInline', () => {
  it('marks an image that the HTML shows as inline', () => {
    expect(isInline('<p>a</p><IMG alt="" src="cid:a%40x">', file('a@x'))).toEqual([true])
  })

  it.each([
    ['no HTML', null],
    ['only a link', '<a href="cid:a@x">a</a>'],
    ['only a background', '<td background="cid:a@x">'],
    ['the picture as another attribute', '<img alt="cid:a@x" src="https://x.example/b.png">'],
    ['another picture', '<img src="cid:b@x">'],
  ])('lists an image if there is %s', (_, html) => {
    expect(isInline(html, file('a@x'))).toEqual([false])
  })

  it.each([
    ['PDF', '%PDF-1.4'],
    ['HEIC', '\0\0\0\x18ftypheic'],
    ['TIFF', 'II*\0'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg">'],
    ['MP4', '\0\0\0\x18ftypmp42'],
    ['text', 'BM is a word'],
  ])('lists a %s, which no browser shows as an image', (_, bytes) => {
    expect(isInline('<img src="cid:a@x">', file('a@x', Buffer.from(bytes, 'latin1')))).toEqual([false])
  })

  it.each([
    ['JPEG', '\xff\xd8\xff\xe0'],
    ['GIF', 'GIF89a'],
    ['WebP', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['AVIF', '\0\0\0\x18ftypavif'],
    ['BMP', 'BM\x46\0\0\0\0\0\0\0\x36\0\0\0'],
    ['icon', '\0\0\x01\0\x01\0'],
  ])('shows a %s with any declared type', (_, bytes) => {
    expect(isInline('<img src="cid:a@x">', file('a@x', Buffer.from(bytes, 'latin1')))).toEqual([true])
  })

  it('lists the first of two files with one Content-ID, because the last is shown', () => {
    expect(isInline('<img src="cid:a@x">', file('a@x'), file('a@x'))).toEqual([false, true])
  })
})
