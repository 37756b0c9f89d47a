import type { DefaultTreeAdapterTypes, Token } from 'parse5'
import { endsParagraph, isFormatting, isHeading } from './html-elements.ts'
import { type BuiltElement, MAX_DEPTH, MAX_FORMATTING } from './html-parser.ts'
import type { HtmlElement, HtmlNode } from './html-tree.ts'

/** What the open elements around a place say about which tags a browser takes there as they are. */
type Around = {
  parent: string
  depth: number
  formatting: number
  hasParagraph: boolean
  hasLink: boolean
  /** The list items that a further one would end. */
  items: string
}

const OUTSIDE: Around = { parent: '', depth: 0, formatting: 0, hasParagraph: false, hasLink: false, items: '' }

/**
 * Not every tree that the standard builds can be written as HTML: what foster parenting has put into a list item or a
 * heading would end it when it is read again. Such an element loses its tags, so that what is written stays what is built.
 * https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments
 */
export function settle(nodes: readonly DefaultTreeAdapterTypes.ChildNode[], accepted: Accepted): HtmlNode[] {
  const used = new Set<HtmlElement>()
  const elementFor = ({ tagName, attrs }: BuiltElement): HtmlElement => {
    const source = accepted.get(attrs)
    if (source === undefined) return { tag: tagName, attributes: {}, children: [] }
    if (used.has(source)) return { tag: tagName, attributes: { ...source.attributes }, children: [], copyOf: source }
    used.add(source)
    return source
  }
  const place = (
    children: readonly DefaultTreeAdapterTypes.ChildNode[],
    around: Around,
    siblings: HtmlNode[],
  ): void => {
    for (const child of children) {
      if ('value' in child) appendText(siblings, child.value)
      else if (!('tagName' in child)) continue
      else if (!fits(child.tagName, around)) place(child.childNodes, around, siblings)
      else {
        const element = elementFor(child)
        siblings.push(element)
        place(child.childNodes, inside(child.tagName, around), element.children)
      }
    }
  }
  const tree: HtmlNode[] = []
  place(nodes, OUTSIDE, tree)
  return tree
}

type Accepted = ReadonlyMap<Token.Attribute[], HtmlElement>

function appendText(siblings: HtmlNode[], text: string): void {
  const last = siblings.at(-1)
  if (typeof last === 'string') siblings[siblings.length - 1] = last + text
  else siblings.push(text)
}

function fits(tag: string, around: Around): boolean {
  if (around.depth + (tag === 'table' ? TABLE_DEPTH : 1) > MAX_DEPTH && !PARENTS[tag]) return false
  if (PARENTS[tag]) return PARENTS[tag].includes(around.parent)
  if (tag === 'a') return !around.hasLink
  if (isFormatting(tag)) return around.formatting < MAX_FORMATTING
  if (endsParagraph(tag) && around.hasParagraph) return false
  if (isHeading(tag)) return !isHeading(around.parent)
  if (tag === 'li') return around.items !== 'li'
  if (tag === 'dd' || tag === 'dt') return around.items !== 'dd'
  if (around.parent === 'rtc') return tag !== 'rb' && tag !== 'rtc'
  return !RUBY_PARTS.has(tag) || !ENDED_BY_RUBY.has(around.parent)
}

function inside(tag: string, around: Around): Around {
  const isCell = tag === 'td' || tag === 'th' || tag === 'caption'
  return {
    parent: tag,
    depth: around.depth + 1,
    formatting: isCell ? 0 : around.formatting + (isFormatting(tag) && tag !== 'a' ? 1 : 0),
    hasParagraph: tag === 'p' || (around.hasParagraph && !isCell && tag !== 'table'),
    hasLink: tag === 'a' || (around.hasLink && !isCell),
    items: itemsInside(tag, around),
  }
}

// A list item ends the one around it unless something stands between that is neither inline nor one of these three.
function itemsInside(tag: string, { items }: Around): string {
  if (tag === 'li') return 'li'
  if (tag === 'dd' || tag === 'dt') return 'dd'
  return SPECIAL.has(tag) ? '' : items
}

/** https://html.spec.whatwg.org/multipage/parsing.html#special, of what a mail may have, without address, div and p. */
const SPECIAL = new Set([
  ...['article', 'aside', 'blockquote', 'caption', 'center', 'col', 'colgroup', 'details', 'dir', 'dl', 'figcaption'],
  ...[
    'figure',
    'footer',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'img',
    'main',
    'menu',
    'nav',
    'ol',
    'pre',
  ],
  ...['section', 'summary', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'ul', 'wbr', 'br'],
])

/** A table needs room for a body, a row and a cell. */
const TABLE_DEPTH = 4
const BODIES = ['tbody', 'thead', 'tfoot']
const PARENTS: Partial<Record<string, readonly string[]>> = {
  caption: ['table'],
  colgroup: ['table'],
  tbody: ['table'],
  thead: ['table'],
  tfoot: ['table'],
  col: ['colgroup'],
  tr: BODIES,
  td: ['tr'],
  th: ['tr'],
}

/** https://html.spec.whatwg.org/multipage/parsing.html#generate-implied-end-tags */
const RUBY_PARTS = new Set(['rb', 'rp', 'rt', 'rtc'])
const ENDED_BY_RUBY = new Set(['dd', 'dt', 'li', 'p', 'rb', 'rp', 'rt'])
