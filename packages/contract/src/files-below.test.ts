import { describe, expect, it } from 'vitest'
import { filesBelow, hasThumbnail, isPicture } from './files-below.ts'

const file = (id: string, isInline: boolean) => ({
  ...{ id, isInline, filename: `${id}.png`, contentType: 'image/png', size: 1 },
})
const image = (id: string) => `<img src="/api/attachments/${id}?inline=1" alt="">`
const below = (html: string | null, quotedHtml: string | null, ...attachments: ReturnType<typeof file>[]) =>
  filesBelow({ html, quotedHtml, attachments }).map(({ id }) => id)

describe('filesBelow', () => {
  it('lists a picture once: not again where the text or the folded quotation shows it', () => {
    expect(below(image('a'), image('b'), file('a', true), file('b', true), file('c', false))).toEqual(['c'])
  })

  it('lists what is called inline and is shown nowhere', () => {
    expect(below(null, null, file('a', true))).toEqual(['a'])
    expect(below('<p>See a.png</p>', null, file('a', true))).toEqual(['a'])
    expect(below(image('other'), null, file('a', true))).toEqual(['a'])
  })

  it('lists what is no inline file although the HTML names it, such as a picture no browser draws', () => {
    expect(below(image('a'), null, file('a', false))).toEqual(['a'])
  })
})

it.each([
  ['image/png', 'a', true, true],
  ['image/jpg', 'a.jpg', true, true],
  ['image/avif', 'a.avif', true, false],
  ['application/octet-stream', 'IMG_2041.JPG', true, true],
  ['application/octet-stream', 'a.exe', false, false],
  ['text/html', 'a.png', false, false],
  ['image/svg+xml', 'a.svg', false, false],
  ['image/heic', 'a.heic', false, false],
])('%s with the name %s: a browser shows it: %s, it has a thumbnail: %s', (contentType, filename, isShown, isSmall) => {
  expect([isPicture({ contentType, filename }), hasThumbnail({ contentType, filename })]).toEqual([isShown, isSmall])
})
