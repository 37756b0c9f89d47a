import sanitise from 'sanitize-html'
import { type HtmlElement, parseHtml, writeHtml } from './html-tree.ts'
import { cleanAttributes, KEPT_ATTRIBUTES } from './sanitise-attributes.ts'
import { ALLOWED_TAGS } from './sanitise-tags.ts'

export interface SanitiseOptions {
  /** Gives the URL of an inline image; null leaves the image out. Without it `src="cid:…"` stays as it is. */
  resolveCid?: (contentId: string) => string | null
  /** `blocked` (the default) moves a remote image's address to `data-remote-src`, where nothing loads it. */
  remoteImages?: 'blocked' | 'keep'
}

/**
 * The fixed profile for HTML from outside: nothing runs, nothing is fetched before the reader asks, nothing leaves its box.
 * Idempotent with the same options, and what was stored `blocked` can be sanitised again with `keep` or `resolveCid`.
 */
export function sanitiseHtml(html: string, options: SanitiseOptions = {}): string {
  const tree = parseHtml(html, (tag, attributes): HtmlElement | null => {
    const name = tag === 'body' ? 'div' : tag
    if (!allowed.has(name)) return null
    return { tag: name, attributes: cleanAttributes(name, attributes, options), children: [] }
  })
  return secondLock(writeHtml(tree))
}

const allowed = new Set(ALLOWED_TAGS)

// Our own rules have already decided. A library that many eyes watch judges the result once more by its own parser, and
// changes nothing unless we have erred; the depth of what it reads is bounded, since its parser is not linear in depth.
function secondLock(html: string): string {
  return sanitise(html, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: { '*': KEPT_ATTRIBUTES },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
    allowProtocolRelative: false,
    parseStyleAttributes: false,
  })
}
