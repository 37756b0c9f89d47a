import { describe, expect, it } from 'vitest'
import { filesBelow, isPicture } from './files-below.ts'

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

it('knows the pictures that a browser shows by themselves', () => {
  expect(
    ['image/png', 'image/avif', 'image/svg+xml', 'image/heic'].map(contentType => isPicture({ contentType })),
  ).toEqual([true, true, false, false])
})
