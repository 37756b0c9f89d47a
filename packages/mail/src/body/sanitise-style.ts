import { remoteImage } from './sanitise-url.ts'

/** The harmless declarations of a style attribute, which stay within their box; null if there are none. */
export function cleanStyle(style: string): string | null {
  return joinStyle(styleEntries(style)) || null
}

/** The same as a list. */
export function styleEntries(style: string): [property: string, value: string][] {
  const kept: [string, string][] = []
  for (const declaration of declarations(style)) {
    const colon = declaration.indexOf(':')
    if (colon < 1) continue
    const name = declaration.slice(0, colon).trim().toLowerCase()
    const value = declaration.slice(colon + 1).trim()
    const property = name === 'background' ? 'background-color' : name
    if (isSafe(property, value)) kept.push([property, value])
  }
  return kept
}

/** Not longer than what is read, so that a joined style is read completely again. */
export function joinStyle(entries: readonly [string, string][]): string {
  let style = ''
  for (const [property, value] of entries) {
    const next = `${style}${style && ';'}${property}:${value}`
    if (next.length <= MAX_STYLE) style = next
  }
  return style
}

/** The remote image of a `background` or `background-image`; it is never part of a sanitised style. */
export function backgroundUrl(style: string): string | null {
  const named =
    /(?:^|;)\s{0,20}background(?:-image)?\s{0,20}:[^;]{0,200}?url\(\s{0,20}(["']?)([^"'()\\\s]{1,2000})\1\s{0,20}\)/i
  const url = named.exec(style.slice(0, MAX_STYLE))?.[2]
  return url === undefined ? null : remoteImage(url)
}

/** Escapes characters that would end the quoted url or the declaration. */
export function withBackgroundImage(style: string, url: string): string {
  const quotable = new URL(url).href.replace(/["'()\\;\s]/g, it => `%${it.charCodeAt(0).toString(16)}`)
  const whole = `${style}${style && ';'}background-image:url("${quotable}")`
  return whole.length <= MAX_STYLE ? whole : style
}

export function isColour(value: string): boolean {
  return (
    /^#?[0-9a-f]{3,8}$/.test(value) ||
    /^[a-z]{3,25}$/.test(value) ||
    /^(?:rgb|hsl)a?\([0-9., /%deg]{1,60}\)$/.test(value)
  )
}

const MAX_STYLE = 4000

// No allowed value has a quoted or bracketed semicolon, so a split is enough: a broken value fails its rule.
function declarations(style: string): string[] {
  return style.slice(0, MAX_STYLE).split(';')
}

function isSafe(property: string, value: string): boolean {
  const rule = Object.hasOwn(PROPERTIES, property) ? PROPERTIES[property] : undefined
  return rule !== undefined && value !== '' && rule(value.toLowerCase().replace(/\s*!\s*important$/, ''))
}

type Shape = (value: string) => boolean

const words = (...allowed: string[]): Shape => {
  const set = new Set([...allowed, 'inherit', 'initial', 'unset'])
  return value => set.has(value)
}

const UNITS: Record<string, number> = {
  px: 1,
  pt: 1.34,
  pc: 16,
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
  cm: 38,
  mm: 3.8,
  in: 96,
}

/** A length in pixels; `size` is the font size for relative lengths. NaN for keywords. */
export function pixelsOf(value: string, size: number): number {
  const [, amount = '', unit = 'px'] = /^\+?([\d.]+)(px|pt|pc|em|rem|ex|ch|cm|mm|in|%)?/.exec(value) ?? []
  if (amount === '') return Number.NaN
  if (unit === '%') return (Number(amount) / 100) * size
  if (unit === 'em') return Number(amount) * size
  return Number(amount) * (unit === 'ex' || unit === 'ch' ? size / 2 : (UNITS[unit] ?? 1))
}

// No negative lengths (they move an element over its neighbours) and none that reaches far out of the message.
function length(value: string, maxPixels: number, maxPercent = 100): boolean {
  const match = /^\+?(\d{0,5}(?:\.\d{1,10})?)(px|pt|pc|em|rem|ex|ch|cm|mm|in|%)?$/.exec(value)
  if (!match || match[1] === '') return false
  const amount = Number(match[1])
  if (match[2] === '%') return amount <= maxPercent
  return amount * (UNITS[match[2] ?? 'px'] ?? 1) <= maxPixels
}

const size =
  (maxPixels: number, ...keywords: string[]): Shape =>
  value =>
    length(value, maxPixels) || words('auto', 'none', ...keywords)(value)

const sides =
  (part: Shape): Shape =>
  value => {
    const parts = tokens(value)
    return parts.length <= 4 && parts.every(part)
  }

// Blanks inside brackets belong to a colour; everything else splits on white space.
function tokens(value: string): string[] {
  return value.replace(/\([^()]*\)/g, bracket => bracket.replace(/\s/g, '')).split(/\s+/)
}

const LINE = words('solid', 'dashed', 'dotted', 'double', 'groove', 'ridge', 'inset', 'outset', 'none', 'hidden')
const LINE_WIDTH: Shape = value => length(value, 50) || words('thin', 'medium', 'thick')(value)
const borderSide: Shape = value => {
  const parts = tokens(value)
  return parts.length <= 3 && parts.every(part => LINE(part) || LINE_WIDTH(part) || isColour(part))
}
const box = sides(value => length(value, 300) || value === 'auto')
const fontFamily: Shape = value => value.length <= 300 && /^[\p{L}\p{N} ,'"_.-]+$/u.test(value) && quotesPair(value)
const fontSize: Shape = value =>
  length(value, 120, 300) ||
  /^(?:xx-small|x-small|small|medium|large|x-large|xx-large|smaller|larger|inherit|initial)$/.test(value)
const lineHeight: Shape = value => length(value, 200, 300) || value === 'normal' || value === 'inherit'
const WEIGHT = /^(?:normal|bold|bolder|lighter|[1-9]00|inherit|initial)$/
const decoration: Shape = value =>
  tokens(value).every(
    part => /^(?:none|underline|overline|line-through|solid|double|dotted|dashed|wavy)$/.test(part) || isColour(part),
  )

const PROPERTIES: Record<string, Shape> = {
  color: isColour,
  'background-color': isColour,
  'background-repeat': words('repeat', 'repeat-x', 'repeat-y', 'no-repeat'),
  'background-size': value => tokens(value).every(part => /^(?:cover|contain|auto)$/.test(part) || length(part, 2000)),
  'background-position': value =>
    tokens(value).every(part => /^(?:left|right|top|bottom|center)$/.test(part) || length(part, 2000)),
  'font-family': fontFamily,
  'font-size': fontSize,
  'font-style': words('normal', 'italic', 'oblique'),
  'font-variant': words('normal', 'small-caps'),
  'font-weight': value => WEIGHT.test(value),
  font: fontShorthand,
  'line-height': lineHeight,
  'letter-spacing': value => length(value, 30) || value === 'normal',
  'word-spacing': value => length(value, 60) || value === 'normal',
  'text-align': words('left', 'right', 'center', 'justify', 'start', 'end'),
  'text-decoration': decoration,
  'text-decoration-line': decoration,
  'text-decoration-color': isColour,
  'text-indent': value => length(value, 100),
  'text-transform': words('none', 'uppercase', 'lowercase', 'capitalize'),
  'vertical-align': words('top', 'middle', 'bottom', 'baseline', 'sub', 'super', 'text-top', 'text-bottom'),
  'white-space': words('normal', 'nowrap', 'pre', 'pre-wrap', 'pre-line', 'break-spaces'),
  'word-break': words('normal', 'break-all', 'keep-all', 'break-word'),
  'word-wrap': words('normal', 'break-word'),
  'overflow-wrap': words('normal', 'break-word', 'anywhere'),
  direction: words('ltr', 'rtl'),
  'unicode-bidi': words('normal', 'embed', 'isolate', 'plaintext'),
  display: words('block', 'inline', 'inline-block', 'none', 'table', 'table-cell', 'table-row', 'list-item'),
  float: words('left', 'right', 'none'),
  clear: words('left', 'right', 'both', 'none'),
  margin: box,
  padding: box,
  border: borderSide,
  'border-width': sides(LINE_WIDTH),
  'border-style': sides(LINE),
  'border-color': sides(isColour),
  'border-radius': sides(value => length(value, 300)),
  'border-collapse': words('collapse', 'separate'),
  'border-spacing': sides(value => length(value, 100)),
  width: size(2000),
  'max-width': size(2000),
  'min-width': size(1000),
  height: size(2000),
  'max-height': size(2000),
  'min-height': size(1000),
  'list-style-type': value => /^[a-z-]{1,30}$/.test(value),
  'table-layout': words('auto', 'fixed'),
  'caption-side': words('top', 'bottom'),
  'empty-cells': words('show', 'hide'),
}

for (const side of ['top', 'right', 'bottom', 'left']) {
  PROPERTIES[`margin-${side}`] = box
  PROPERTIES[`padding-${side}`] = box
  PROPERTIES[`border-${side}`] = borderSide
  PROPERTIES[`border-${side}-width`] = LINE_WIDTH
  PROPERTIES[`border-${side}-style`] = LINE
  PROPERTIES[`border-${side}-color`] = isColour
}

// Style, weight and size, the last perhaps with a line height, and then the families.
function fontShorthand(value: string): boolean {
  const parts = tokens(value)
  const isLeading = (part: string) => WEIGHT.test(part) || /^(?:italic|oblique|small-caps)$/.test(part)
  let at = 0
  while (at < 3 && isLeading(parts[at] ?? '')) at++
  const [sized = '', lines = 'normal'] = (parts[at] ?? '').split('/')
  return fontSize(sized) && lineHeight(lines) && fontFamily(parts.slice(at + 1).join(' '))
}

function quotesPair(value: string): boolean {
  return value.split('"').length % 2 === 1 && value.split("'").length % 2 === 1
}
