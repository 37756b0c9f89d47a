import type { DefaultTreeAdapterTypes, Token } from 'parse5'
import { endsParagraph, isFormatting, isHeading } from './html-elements.ts'
import type { HtmlElement, HtmlNode } from './html-node.ts'
import { type BuiltElement, MAX_DEPTH, MAX_FORMATTING } from './html-parser.ts'

/** The open elements at a position, which decide which tags a browser accepts there unchanged. */
type Context = {
  parent: string
  depth: number
  formatting: number
  hasParagraph: boolean
  hasLink: boolean
  /** The kind of list item that a further one would end. */
  items: string
}

const OUTSIDE: Context = { parent: '', depth: 0, formatting: 0, hasParagraph: false, hasLink: false, items: '' }

/**
 * Not every tree of the standard can be written as HTML: an element that foster parenting moved into a list item or a
 * heading would end it when it is parsed again. Such an element loses its tags, so that the written tree stays the same.
 * https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments
 */
export function makeWritable(nodes: readonly DefaultTreeAdapterTypes.ChildNode[], accepted: Accepted): HtmlNode[] {
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
    context: Context,
    siblings: HtmlNode[],
  ): void => {
    for (const child of children) {
      if ('value' in child) appendText(siblings, child.value)
      else if (!('tagName' in child)) continue
      else if (!fits(child.tagName, context)) place(child.childNodes, context, siblings)
      else {
        const element = elementFor(child)
        siblings.push(element)
        place(child.childNodes, inside(child.tagName, context), element.children)
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

function fits(tag: string, context: Context): boolean {
  if (context.depth + (tag === 'table' ? TABLE_DEPTH : 1) > MAX_DEPTH && !PARENTS[tag]) return false
  if (PARENTS[tag]) return PARENTS[tag].includes(context.parent)
  if (tag === 'a') return !context.hasLink
  if (isFormatting(tag)) return context.formatting < MAX_FORMATTING
  if (endsParagraph(tag) && context.hasParagraph) return false
  if (isHeading(tag)) return !isHeading(context.parent)
  if (tag === 'li') return context.items !== 'li'
  if (tag === 'dd' || tag === 'dt') return context.items !== 'dd'
  if (context.parent === 'rtc') return tag !== 'rb' && tag !== 'rtc'
  return !RUBY_PARTS.has(tag) || !ENDED_BY_RUBY.has(context.parent)
}

function inside(tag: string, context: Context): Context {
  const isCell = tag === 'td' || tag === 'th' || tag === 'caption'
  return {
    parent: tag,
    depth: context.depth + 1,
    formatting: isCell ? 0 : context.formatting + (isFormatting(tag) && tag !== 'a' ? 1 : 0),
    hasParagraph: tag === 'p' || (context.hasParagraph && !isCell && tag !== 'table'),
    hasLink: tag === 'a' || (context.hasLink && !isCell),
    items: itemsInside(tag, context),
  }
}

// A list item ends an outer one unless an element between them is neither inline nor address, div or p.
function itemsInside(tag: string, { items }: Context): string {
  if (tag === 'li') return 'li'
  if (tag === 'dd' || tag === 'dt') return 'dd'
  return SPECIAL.has(tag) ? '' : items
}

/** https://html.spec.whatwg.org/multipage/parsing.html#special, only allowed tags, without address, div and p. */
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
