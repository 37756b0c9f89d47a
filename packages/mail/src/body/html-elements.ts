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

export function isHeading(tag: string): boolean {
  return HEADINGS.includes(tag)
}

/** Elements that end a paragraph by starting. */
export function endsParagraph(tag: string): boolean {
  return ENDS_P.has(tag)
}

/** https://html.spec.whatwg.org/multipage/parsing.html#formatting */
export function isFormatting(tag: string): boolean {
  return FORMATTING.has(tag)
}

const FORMATTING = new Set([
  ...['a', 'b', 'big', 'code', 'em', 'font', 'i', 'nobr', 's', 'small', 'strike', 'strong', 'tt', 'u'],
])
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']
const CLOSES_P = [
  ...['address', 'article', 'aside', 'blockquote', 'center', 'details', 'dir', 'div', 'dl', 'fieldset', 'figcaption'],
  ...['figure', 'footer', 'form', 'header', 'hr', 'main', 'menu', 'nav', 'ol', 'p', 'pre', 'section', 'summary'],
  ...['table', 'ul', ...HEADINGS],
]
const ENDS_P = new Set([...CLOSES_P, 'li', 'dd', 'dt'])
const BLOCK = new Set([...ENDS_P, 'body', 'html', 'caption', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th'])
