import { defaultTreeAdapter, html as standard } from 'parse5'
import { isVoid } from './html-elements.ts'
import type { Accept, Attributes, HtmlElement, HtmlNode } from './html-node.ts'
import { MAX_ELEMENTS, MailParser } from './html-parser.ts'
import type { HtmlWords, StyleBlock } from './html-words.ts'
import { makeWritable } from './writable-tree.ts'

/**
 * Parses HTML in linear time into the tree that a browser builds from the allowed tags, of limited depth and size. A
 * tree that `writeHtml` writes and this or a browser parses again is the same tree.
 */
export function parseHtml(html: string, accept: Accept = asIs, styles: StyleBlock[] = []): HtmlNode[] {
  const { tree, words } = build(html, accept)
  const isSwallowed = words.isCutShort && !tree.some(hasContent)
  styles.push(...words.styles)
  return isSwallowed ? buildSwallowed(html, accept) : tree
}

type Built = { tree: HtmlNode[]; words: HtmlWords }

/** A tree above the limit is built again with a lower one, so that parsing its output does not reach the limit. */
function build(html: string, accept: Accept, isRaw?: HtmlWords['isRaw'], max = MAX_ELEMENTS): Built {
  const context = defaultTreeAdapter.createElement('div', standard.NS.HTML, [])
  const parser = MailParser.getFragmentParser(context) as MailParser
  parser.accept = accept
  parser.maxElements = max
  if (isRaw) parser.words.isRaw = isRaw
  const nodes = parser.read(html)
  if (parser.isFull && max === MAX_ELEMENTS) return build(html, accept, isRaw, max - CUT)
  return { tree: makeWritable(nodes, parser.accepted), words: parser.words }
}

const CUT = 500

/** A tag, comment or title without an end swallows the whole mail. A browser shows nothing; this shows its text. */
function buildSwallowed(html: string, accept: Accept): HtmlNode[] {
  const open = html.indexOf('<!--', html.lastIndexOf('-->') + 1)
  const source = open < 0 ? html : html.slice(0, open) + html.slice(open + 4)
  const lower = source.toLowerCase()
  const { tree } = build(source, accept, (tag, offset) => lower.indexOf(`</${tag}`, offset) >= 0)
  if (tree.some(hasContent)) return tree
  const words = source
    .replaceAll('\0', '')
    .replace(/\r\n?/g, '\n')
    .replace(/<[^<>]*>/g, ' ')
    .trim()
  return words === '' ? tree : [...tree, words]
}

function hasContent(node: HtmlNode): boolean {
  if (typeof node === 'string') return node.trim() !== ''
  return node.tag === 'img' || node.children.some(hasContent)
}

/** Writes a tree in one canonical way, every text and value escaped. */
export function writeHtml(nodes: readonly HtmlNode[]): string {
  return nodes.map(writeNode).join('')
}

function asIs(tag: string, attributes: Attributes): HtmlElement {
  return { tag, attributes, children: [] }
}

function writeNode(node: HtmlNode): string {
  if (typeof node === 'string') return escapeHtml(node)
  const attributes = Object.entries(node.attributes).map(writeAttribute).join('')
  if (isVoid(node.tag)) return `<${node.tag}${attributes} />`
  // A browser ignores the first line break of a <pre>.
  const gap =
    node.tag === 'pre' && typeof node.children[0] === 'string' && node.children[0].startsWith('\n') ? '\n' : ''
  return `<${node.tag}${attributes}>${gap}${writeHtml(node.children)}</${node.tag}>`
}

function writeAttribute([name, value]: [string, string]): string {
  return value === '' && name !== 'alt' ? ` ${name}` : ` ${name}="${escapeHtml(value).replaceAll('"', '&quot;')}"`
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
