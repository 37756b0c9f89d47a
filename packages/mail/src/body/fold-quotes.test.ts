import { htmlSoup } from '@gotrs/mail/testing/body/html-soup'
import { readSampleBodies } from '@gotrs/mail/testing/body/sample-mails'
import { describe, expect, it } from 'vitest'
import { foldQuotes } from './fold-quotes.ts'
import { htmlToText } from './html-to-text.ts'
import type { MailFacts } from './mail-facts.ts'
import { sanitiseHtml } from './sanitise.ts'

const textLetters = readSampleBodies('text')
const htmlLetters = readSampleBodies('html')

const words = (text: string) => text.split(/\s+/).filter(Boolean)
const unspaced = (text: string) => words(text).join('')

const answer: MailFacts = { purpose: 'answer', senderWords: ['foo', 'sam', 'иван'] }

describe('a text mail', () => {
  it.each(textLetters)('$name shows what its sender wrote', ({ body, visible }) => {
    expect(foldQuotes({ text: body, html: null }, answer).visibleText).toBe(visible)
  })

  it.each(textLetters)('$name loses no word', ({ body }) => {
    const { visibleText, foldedText } = foldQuotes({ text: body, html: null }, answer)
    expect([...words(visibleText), ...words(foldedText)].sort()).toEqual(words(body).sort())
  })
})

describe('an HTML mail', () => {
  it.each(htmlLetters)('$name shows what its sender wrote', ({ body, visible }) => {
    const { visibleText } = foldQuotes({ text: null, html: sanitiseHtml(body) }, answer)
    expect(unspaced(visibleText)).toBe(unspaced(visible))
  })

  it.each(htmlLetters)('$name loses no word, and both parts are sanitised', ({ body }) => {
    const html = sanitiseHtml(body)
    const { visibleHtml, foldedHtml } = foldQuotes({ text: null, html }, answer)
    expect(sanitiseHtml(visibleHtml ?? '')).toBe(visibleHtml)
    expect(sanitiseHtml(foldedHtml ?? '')).toBe(foldedHtml ?? '')
    const bare = (part: string) => words(htmlToText(part.replaceAll('blockquote', 'div')))
    expect([...bare(visibleHtml ?? ''), ...bare(foldedHtml ?? '')].sort()).toEqual(bare(html).sort())
  })
})

describe('random tags', () => {
  const letterCount = (html: string) => html.replace(/<[^>]*>|\s/g, '').length

  it('is split into two sanitised parts that together contain everything', () => {
    for (let seed = 0; seed < 300; seed++) {
      const html = sanitiseHtml(`<p>mine</p><p>On 4 March 2025 Ben &lt;b@s.example&gt; wrote:</p>${htmlSoup(seed, 40)}`)
      const { visibleHtml, foldedHtml } = foldQuotes({ text: null, html }, answer)
      expect(visibleHtml).toContain('mine')
      expect(sanitiseHtml(visibleHtml ?? ''), html).toBe(visibleHtml)
      expect(sanitiseHtml(foldedHtml ?? ''), html).toBe(foldedHtml ?? '')
      expect(letterCount(visibleHtml ?? '') + letterCount(foldedHtml ?? ''), html).toBe(letterCount(html))
    }
  })
})

describe('an expensive text', () => {
  const attribution = 'On Tue, Mar 4, 2025 Foo <a@b.example> wrote:\n'
  const busy: [string, string][] = [
    ['marks', '>'.repeat(1_000_000)],
    ['quoted lines', '>\n'.repeat(200_000)],
    ['addresses', 'a@'.repeat(500_000)],
    ['headers', `x\n${'From: a\n'.repeat(50_000)}> q`],
    ['dividers', `x\n${'-----Original Message-----\n'.repeat(40_000)}> q`],
    ['attributions', attribution.repeat(20_000)],
    ['answers', `${attribution}> x\ny\n`.repeat(20_000)],
    ['signatures', `--\n${'x\n'.repeat(29)}`.repeat(5_000)],
    ['colons', 'on 1: wrote'.repeat(100_000)],
    ['bars', '| x\n'.repeat(50_000)],
  ]

  it.each(busy)(
    'of %s is folded in one pass',
    (_, text) => {
      const before = process.cpuUsage()
      const { visibleText, foldedText } = foldQuotes({ text, html: null }, answer)
      expect(visibleText.length + foldedText.length).toBeGreaterThan(text.length / 2)
      expect(cpuMs(before)).toBeLessThan(15_000)
    },
    180_000,
  )
})

/** Measures CPU time instead of elapsed time, because the machine may be busy. */
const cpuMs = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1_000
}
