import sanitise from 'sanitize-html'
import { boundLayout } from './bound-layout.ts'
import type { Attributes, HtmlElement, HtmlNode } from './html-node.ts'
import { parseHtml, writeHtml } from './html-tree.ts'
import type { StyleBlock } from './html-words.ts'
import { inlineStyles, type Origin, originOf } from './inline-styles.ts'
import { keepReadable } from './keep-readable.ts'
import { cleanAttributes, KEPT_ATTRIBUTES, showBackground } from './sanitise-attributes.ts'
import type { SanitiseOptions } from './sanitise-options.ts'
import { ALLOWED_TAGS } from './sanitise-tags.ts'
import { parseStyleSheet } from './style-sheet.ts'

/**
 * Sanitises HTML from outside: nothing runs, nothing is fetched before the reader requests it, nothing leaves its box.
 * No style hides its text. Simple rules of `<style>` blocks are inlined into style attributes.
 * Idempotent with the same options; HTML that is stored `blocked` can be sanitised again with `keep` or `resolveCid`.
 */
export function sanitiseHtml(html: string, options: SanitiseOptions = {}): string {
  const origins = /<style/i.test(html) ? new Map<HtmlElement, Origin>() : null
  const styles: StyleBlock[] = []
  const accept = (tag: string, attributes: Attributes, source: string): HtmlElement => {
    const element: HtmlElement = { tag, attributes: cleanAttributes(tag, attributes, options), children: [] }
    origins?.set(element, originOf(source, attributes))
    return element
  }
  const tree = parseHtml(html, accept, styles)
  if (origins) inlineStyles(tree, parseStyleSheet(styles) ?? [], origins)
  keepReadable(tree)
  boundLayout(tree)
  if (options.remoteImages === 'keep') showBackgrounds(tree)
  return checkAgain(writeHtml(tree))
}

function showBackgrounds(nodes: readonly HtmlNode[]): void {
  for (const node of nodes) {
    if (typeof node === 'string') continue
    showBackground(node.attributes)
    showBackgrounds(node.children)
  }
}

// Our own rules have already decided. A widely reviewed library checks the result again with its own parser, and
// changes it only if we made a mistake; the depth is limited, because its parser is not linear in depth.
function checkAgain(html: string): string {
  return sanitise(html, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: { '*': KEPT_ATTRIBUTES },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
    allowProtocolRelative: false,
    parseStyleAttributes: false,
  })
}
