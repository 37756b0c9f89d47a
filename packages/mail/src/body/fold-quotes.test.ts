import { describe, expect, it } from 'vitest'
import { letters } from './fixtures/quoted-letters.ts'
import { foldQuotes } from './fold-quotes.ts'
import { htmlToText } from './html-to-text.ts'
import { sanitiseHtml } from './sanitise.ts'

const words = (text: string) => text.split(/\s+/).filter(Boolean)
const unspaced = (text: string) => words(text).join('')

describe('a text mail', () => {
  const texts = letters.flatMap(({ text, ...letter }) => (text === undefined ? [] : [{ ...letter, body: text }]))

  it.each(texts)('$name shows what its sender wrote', ({ body, visible }) => {
    expect(foldQuotes({ text: body, html: null }).visibleText).toBe(visible)
  })

  it.each(texts)('$name loses no word', ({ body }) => {
    const { visibleText, foldedText } = foldQuotes({ text: body, html: null })
    expect([...words(visibleText), ...words(foldedText)].sort()).toEqual(words(body).sort())
  })
})

describe('an HTML mail', () => {
  const pages = letters.flatMap(({ html, ...letter }) => (html === undefined ? [] : [{ ...letter, body: html }]))

  it.each(pages)('$name shows what its sender wrote', ({ body, visible }) => {
    const { visibleText } = foldQuotes({ text: null, html: sanitiseHtml(body) })
    expect(unspaced(visibleText)).toBe(unspaced(visible))
  })

  it.each(pages)('$name loses no word, and both parts are clean', ({ body }) => {
    const html = sanitiseHtml(body)
    const { visibleHtml, foldedHtml } = foldQuotes({ text: null, html })
    expect(sanitiseHtml(visibleHtml ?? '')).toBe(visibleHtml)
    expect(sanitiseHtml(foldedHtml ?? '')).toBe(foldedHtml ?? '')
    const bare = (part: string) => words(htmlToText(part.replaceAll('blockquote', 'div')))
    expect([...bare(visibleHtml ?? ''), ...bare(foldedHtml ?? '')].sort()).toEqual(bare(html).sort())
  })
})
