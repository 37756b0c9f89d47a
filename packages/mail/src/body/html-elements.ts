/** Elements whose content is not text for a reader. To the tokenizer they hold raw text up to their end tag. */
export const SKIPPED_WITH_CONTENT: ReadonlySet<string> = new Set([
  ...['script', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes'],
])

export function isVoid(tag: string): boolean {
  return VOID.has(tag)
}

const VOID = new Set([
  ...['area', 'base', 'basefont', 'bgsound', 'br', 'col', 'embed', 'frame', 'hr', 'img', 'input', 'keygen', 'link'],
  ...['meta', 'param', 'source', 'track', 'wbr'],
])

/** Elements that begin a new line. */
export function isBlock(tag: string): boolean {
  return BLOCK.has(tag)
}

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']
const CLOSES_P = [
  ...['address', 'article', 'aside', 'blockquote', 'center', 'details', 'dir', 'div', 'dl', 'fieldset', 'figcaption'],
  ...['figure', 'footer', 'form', 'header', 'hr', 'main', 'menu', 'nav', 'ol', 'p', 'pre', 'section', 'summary'],
  ...['table', 'ul', ...HEADINGS],
]
const BLOCK = new Set([
  ...CLOSES_P,
  ...['body', 'html', 'li', 'dd', 'dt', 'caption', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th'],
])

/** Which open elements end by themselves when this one starts. https://html.spec.whatwg.org/#optional-tags */
export function closedBy(tag: string): ReadonlySet<string> | undefined {
  return IMPLIES_CLOSE.get(tag)
}

const IMPLIES_CLOSE = new Map<string, ReadonlySet<string>>([
  ...CLOSES_P.map((tag): [string, Set<string>] => [tag, new Set(['p'])]),
  ...HEADINGS.map((tag): [string, Set<string>] => [tag, new Set(['p', ...HEADINGS])]),
  ['a', new Set(['a'])],
  ['li', new Set(['li', 'p'])],
  ['dd', new Set(['dd', 'dt', 'p'])],
  ['dt', new Set(['dd', 'dt', 'p'])],
  ['rt', new Set(['rt', 'rp'])],
  ['rp', new Set(['rt', 'rp'])],
  ['td', new Set(['td', 'th', 'p', 'thead'])],
  ['th', new Set(['td', 'th', 'p'])],
  ['tr', new Set(['td', 'th', 'tr', 'p'])],
  ['tbody', new Set(['td', 'th', 'tr', 'tbody', 'thead', 'tfoot', 'caption', 'colgroup', 'p'])],
  ['thead', new Set(['td', 'th', 'tr', 'tbody', 'thead', 'tfoot', 'caption', 'colgroup', 'p'])],
  ['tfoot', new Set(['td', 'th', 'tr', 'tbody', 'thead', 'tfoot', 'caption', 'colgroup', 'p'])],
])
