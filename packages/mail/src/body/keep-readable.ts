import type { HtmlElement, HtmlNode } from './html-node.ts'
import { joinStyle, pixelsOf, styleEntries } from './sanitise-style.ts'

/**
 * No style may hide the text of a mail: no box that is too low or too narrow, no letters or lines too small to
 * read, no invisible colour. Boxes without text, such as spacers and images, keep their styles.
 * `display: none` stays, as on the preview lines of newsletters, unless it hides all text.
 */
export function keepReadable(tree: readonly HtmlNode[]): void {
  const facts = new Map<HtmlElement, Facts>()
  const whole = gather(tree, facts)
  unhide(tree, facts, { size: USUAL_SIZE, showAll: whole.words > 0 && whole.shown === 0 })
}

type Facts = {
  /** The characters that are not blanks, and those of them that `display: none` does not hide. */
  words: number
  shown: number
  /** Does text get its size, or its line height, from here? */
  sizes: boolean
  lines: boolean
}
type Context = { size: number; showAll: boolean }

const USUAL_SIZE = 14
const SMALLEST = 6
const NARROWEST = 24
const READABLE = '12px'

function gather(nodes: readonly HtmlNode[], facts: Map<HtmlElement, Facts>): Facts {
  const sum: Facts = { words: 0, shown: 0, sizes: false, lines: false }
  for (const node of nodes) {
    const found = typeof node === 'string' ? factsOf(node) : gather(node.children, facts)
    if (typeof node !== 'string') facts.set(node, found)
    const style = typeof node === 'string' ? '' : (node.attributes.style ?? '').toLowerCase()
    sum.words += found.words
    if (!HIDDEN.test(style)) sum.shown += found.shown
    sum.sizes ||= found.sizes && !/(?:^|;)font(?:-size)?:/.test(style)
    sum.lines ||= found.lines && !/(?:^|;)(?:font|line-height):/.test(style)
  }
  return sum
}

const HIDDEN = /(?:^|;)display:none/

function factsOf(text: string): Facts {
  const words = text.replace(/(?:[\s\u00ad\u200b-\u200f\u2060\ufeff]|\u034f)+/g, '').length
  return { words, shown: words, sizes: words > 0, lines: words > 0 }
}

function unhide(nodes: readonly HtmlNode[], facts: ReadonlyMap<HtmlElement, Facts>, context: Context): void {
  for (const node of nodes) {
    const own = typeof node === 'string' ? undefined : facts.get(node)
    if (typeof node === 'string' || !own?.words) continue
    const size = unhideElement(node, own, context)
    unhide(node.children, facts, { ...context, size })
  }
}

/** Returns the size of its letters. */
function unhideElement(element: HtmlElement, own: Facts, context: Context): number {
  const { attributes } = element
  const style = new Map(attributes.style ? styleEntries(attributes.style) : [])
  if (own.words > 3 && isNarrow(attributes.width)) delete attributes.width
  const size = sizeOf(element.tag, style, context.size)
  const before = style.size
  const isChanged = unhideBox(style, own) || unhideText(style) || (context.showAll && style.get('display') === 'none')
  if (context.showAll) style.delete('display')
  const isTiny = own.sizes && size < SMALLEST
  if (isTiny) {
    style.delete('font')
    style.delete('font-size')
    style.set('font-size', READABLE)
  }
  const isFlat = own.lines && hasFlatLines(style)
  if (isFlat) style.set('line-height', 'normal')
  if (isChanged || isTiny || isFlat || style.size !== before) writeStyle(element, [...style])
  return isTiny ? pixelsOf(READABLE, size) : size
}

function writeStyle({ attributes }: HtmlElement, entries: [string, string][]): void {
  const style = joinStyle(entries)
  if (style) attributes.style = style
  else delete attributes.style
}

/** A height that is too small for text becomes a minimum height. */
function unhideBox(style: Map<string, string>, { words }: Facts): boolean {
  const height = style.get('height')
  let isChanged = style.delete('max-height')
  if (style.delete('height')) {
    isChanged = true
    if (height && !style.has('min-height') && pixelsOf(height, USUAL_SIZE) <= 1000) style.set('min-height', height)
  }
  if (words <= 3) return isChanged
  for (const property of ['width', 'max-width']) {
    if (isNarrow(style.get(property))) isChanged = style.delete(property) || isChanged
  }
  return isChanged
}

function isNarrow(width: string | undefined): boolean {
  return width !== undefined && !width.includes('%') && pixelsOf(width, USUAL_SIZE) < NARROWEST
}

function unhideText(style: Map<string, string>): boolean {
  const colour = bare(style.get('color'))
  return (INVISIBLE.test(colour) || alphaOf(colour) < FAINTEST) && style.delete('color')
}

const INVISIBLE = /^(?:transparent|#[0-9a-f]{3}0|#[0-9a-f]{6}0[0-9a-f])$/
const FAINTEST = 1 / 16

/** The value after a slash, or the fourth one. https://www.w3.org/TR/css-color-4/#rgb-functions */
function alphaOf(colour: string): number {
  const values = /^(?:rgb|hsl)a?\(([^)]*)\)$/.exec(colour)?.[1] ?? ''
  const given = (values.split('/')[1] ?? values.split(',')[3] ?? '1').trim()
  return given.endsWith('%') ? Number.parseFloat(given) / 100 : Number.parseFloat(given)
}

function sizeOf(tag: string, style: Map<string, string>, parentSize: number): number {
  const given = bare(style.get('font-size')) || (/\s?([\d.]+[a-z%]+)(?:\/|\s)/.exec(bare(style.get('font')))?.[1] ?? '')
  if (given === 'smaller' || (given === '' && SMALLER.has(tag))) return parentSize / 1.2
  if (given === '' || /^(?:inherit|unset)$/.test(given)) return parentSize
  const pixels = pixelsOf(given, parentSize)
  return Number.isNaN(pixels) ? USUAL_SIZE : pixels
}

const SMALLER = new Set(['small', 'sub', 'sup'])

function hasFlatLines(style: Map<string, string>): boolean {
  const given = bare(style.get('line-height')) || (/\/(\S+)/.exec(bare(style.get('font')))?.[1] ?? '')
  if (/^[\d.]+$/.test(given)) return Number(given) < 0.7
  return pixelsOf(given, USUAL_SIZE) < SMALLEST
}

const bare = (value = ''): string => value.toLowerCase().replace(/\s*!\s*important$/, '')
