import { compile } from 'html-to-text'

/** Readable plain text of an HTML body: for mails without a text part, for search and for previews. */
export function htmlToText(html: string): string {
  return convert(html.slice(0, MAX_INPUT)).replaceAll('\u00a0', ' ').trim()
}

const MAX_INPUT = 4_000_000

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: MAX_INPUT, maxDepth: 300, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({ selector, options: { uppercase: false } })),
  ],
})
