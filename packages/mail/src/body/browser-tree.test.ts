import { amplifiedMails } from '@gotrs/mail/testing/body/amplified-mails'
import { htmlSoup } from '@gotrs/mail/testing/body/html-soup'
import { nestingSoup } from '@gotrs/mail/testing/body/nesting-soup'
import { outlineOf } from '@gotrs/mail/testing/body/outline'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { parseHtml, writeHtml } from './html-tree.ts'
import { sanitiseHtml } from './sanitise.ts'

/** The unchanged library, which builds the tree of browsers; `e2e/journeys/mail-trees.test.ts` uses a real browser. */
function standardTree(html: string): DefaultTreeAdapterTypes.Element {
  const page = parse(`<!doctype html><body><div>${html}</div>`)
  const root = page.childNodes[1] as DefaultTreeAdapterTypes.Element
  const body = root.childNodes[1] as DefaultTreeAdapterTypes.Element
  expect(body.childNodes).toHaveLength(1)
  return body.childNodes[0] as DefaultTreeAdapterTypes.Element
}

function standardOutline(nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): string {
  return nodes
    .map(node => {
      if ('value' in node) return JSON.stringify(node.value)
      if (!('tagName' in node)) return `?${node.nodeName}`
      const attributes = node.attrs.map(({ name, value }) => `${name}=${value}`).join(' ')
      return `${node.tagName}[${attributes}](${standardOutline(node.childNodes)})`
    })
    .join(',')
}

const firstSeed = Number(process.hrtime.bigint() % 1_000_000n)

describe(`the output is the tree that a browser builds (seeds from ${firstSeed})`, () => {
  it.each([
    ['torn tags', htmlSoup],
    ['tags in any order', nestingSoup],
  ])('from %s', (_, soupOf) => {
    for (let seed = firstSeed; seed < firstSeed + 1_500; seed++) {
      const soup = soupOf(seed, 5 + (seed % 90))
      const clean = sanitiseHtml(soup)
      expect(standardOutline(standardTree(clean).childNodes), `seed ${seed}: ${soup}`).toBe(outlineOf(parseHtml(clean)))
      expect(sanitiseHtml(clean), `seed ${seed}`).toBe(clean)
      expect(writeHtml(parseHtml(clean)), `seed ${seed}`).toBe(clean)
    }
  })

  it.each(amplifiedMails)('from %s, no larger than its mail', (_, mail) => {
    const clean = sanitiseHtml(mail)
    const tree = standardTree(clean).childNodes
    expect(standardOutline(tree)).toBe(outlineOf(parseHtml(clean)))
    expect(sanitiseHtml(clean)).toBe(clean)
    expect(countElements(tree)).toBeLessThan(3 * (mail.match(/<\w/g) ?? []).length + 3_000)
    expect(clean.length).toBeLessThan(5 * mail.length + 200_000)
  })
})

function countElements(nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): number {
  let count = 0
  for (const node of nodes) if ('tagName' in node) count += 1 + countElements(node.childNodes)
  return count
}
