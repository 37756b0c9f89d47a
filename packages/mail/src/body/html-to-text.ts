import { compile, type FormatCallback } from 'html-to-text'
import type { HtmlNode } from './html-node.ts'
import { parseHtml, writeHtml } from './html-tree.ts'

/** Readable plain text of an HTML body: for mails without a text part, for search and for previews. */
export function htmlToText(html: string): string {
  const tree = parseHtml(html.slice(0, MAX_INPUT))
  flatten(tree, 0)
  return convert(writeHtml(tree).slice(0, MAX_INPUT)).replaceAll('\u00a0', ' ').trim()
}

const MAX_INPUT = 4_000_000
// Each level adds a mark or indent to each of its lines: without a limit the text would grow quadratically.
const MAX_INDENTS = 8
const INDENTS = new Set(['blockquote', 'ul', 'ol', 'menu', 'dir', 'li', 'dd'])

function flatten(nodes: readonly HtmlNode[], indents: number): void {
  for (const node of nodes) {
    if (typeof node === 'string') continue
    const isIndent = INDENTS.has(node.tag)
    if (isIndent && indents >= MAX_INDENTS) node.tag = 'div'
    flatten(node.children, isIndent ? indents + 1 : indents)
  }
}

// An emoji that a mail program sends as an image is text of the sender; other images are not.
const emoji: FormatCallback = (element, _walk, builder) => {
  const alt: unknown = element.attribs?.alt
  if (typeof alt === 'string' && alt.length < 20 && /\p{Extended_Pictographic}/u.test(alt)) builder.addInline(alt, {})
}

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: MAX_INPUT, maxDepth: 300, ellipsis: '…' },
  formatters: { emoji },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'emoji' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({ selector, options: { uppercase: false } })),
  ],
})
