import sanitise from 'sanitize-html'
import { cleanAttributes, KEPT_ATTRIBUTES } from './sanitise-attributes.ts'
import { ALLOWED_TAGS, SKIPPED_WITH_CONTENT } from './sanitise-tags.ts'

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
  let current = html.replaceAll('\0', '')
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = sanitiseOnce(current, options)
    if (next === current) return current
    current = next
  }
  return asPlainText(current)
}

// Dropping a tag can change how its neighbours nest when the result is parsed again. Going on until nothing changes makes
// the result a fixed point by construction, and means that what was judged is exactly what a browser will parse.
const MAX_ROUNDS = 6
const MAX_DEPTH = 250

function sanitiseOnce(html: string, options: SanitiseOptions): string {
  return sanitise(html, {
    allowedTags: ALLOWED_TAGS,
    nonTextTags: SKIPPED_WITH_CONTENT,
    allowedAttributes: { '*': KEPT_ATTRIBUTES },
    // cleanAttributes has already decided on every URL and style, by stricter rules than the library's.
    allowedSchemesAppliedToAttributes: [],
    parseStyleAttributes: false,
    nestingLimit: MAX_DEPTH,
    transformTags: {
      '*': (tagName, attributes) => {
        const name = tagName === 'body' ? 'div' : tagName
        return { tagName: name, attribs: cleanAttributes(name, attributes, options) }
      },
    },
  })
}

function asPlainText(html: string): string {
  return sanitise(html, { allowedTags: [], allowedAttributes: {} })
}
