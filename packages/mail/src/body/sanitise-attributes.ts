import { isQuoteMarker } from './element-roles.ts'
import type { SanitiseOptions } from './sanitise-options.ts'
import { backgroundUrl, cleanStyle, isColour, withBackgroundImage } from './sanitise-style.ts'
import { cidUrl, imageSource, linkTarget, remoteImage } from './sanitise-url.ts'

type Attributes = Record<string, string>

/** The attributes that cleanAttributes returns; the library checks the same list again. */
export const KEPT_ATTRIBUTES = [
  ...['abbr', 'align', 'alt', 'bgcolor', 'border', 'bordercolor', 'cellpadding', 'cellspacing', 'class', 'color'],
  ...[
    'colspan',
    'data-cid',
    'data-remote-background',
    'data-remote-src',
    'datetime',
    'dir',
    'face',
    'height',
    'href',
    'hspace',
    'id',
    'lang',
  ],
  ...['noshade', 'nowrap', 'open', 'rel', 'reversed', 'rowspan', 'scope', 'size', 'span', 'src', 'start', 'style'],
  ...['target', 'title', 'type', 'valign', 'value', 'vspace', 'width'],
]

/** The presentational attributes of one element, built from an empty set: only attributes with a rule remain. */
export function cleanAttributes(tag: string, given: Attributes, options: SanitiseOptions): Attributes {
  const kept = ownAttributes(tag, given, options)
  for (const [name, value] of Object.entries(given)) {
    const rule = ruleFor(tag, name)
    const clean = rule ? rule(value) : null
    if (clean !== null) kept[name] = clean
  }
  // Gmail's other mark of a signature, which some relays keep although they remove classes.
  if (given['data-smartmail'] === 'gmail_signature') kept.class ??= 'gmail_signature'
  return kept
}

/** Restores the background image as the last declaration of the style. */
export function showBackground(attributes: Attributes): void {
  const url = attributes['data-remote-background']
  if (url === undefined) return
  delete attributes['data-remote-background']
  const style = withBackgroundImage(attributes.style ?? '', url)
  if (style) attributes.style = style
}

function ownAttributes(tag: string, given: Attributes, options: SanitiseOptions): Attributes {
  if (tag === 'a') return linkAttributes(given)
  return tag === 'img' ? imageAttributes(given, options) : backgroundAttributes(given)
}

/** As for an image: the address of a background image is kept where nothing loads it. */
function backgroundAttributes(given: Attributes): Attributes {
  const named = backgroundUrl(given.style ?? '') ?? given.background ?? given['data-remote-background']
  const url = named ? remoteImage(named) : null
  return url === null ? {} : { 'data-remote-background': url }
}

type Rule = (value: string) => string | null

const text: Rule = value => (value.length <= 1000 ? value : value.slice(0, 1000))
const flag: Rule = () => ''
const shape =
  (pattern: RegExp): Rule =>
  value =>
    pattern.test(value.trim()) ? value.trim() : null
const number = (max: number): Rule => {
  return value => (/^\d{1,5}$/.test(value.trim()) && Number(value) <= max ? value.trim() : null)
}
const length: Rule = shape(/^(?:[01]?\d{1,3}(?:\.\d{1,4})?(?:px)?|(?:100|\d{1,2})(?:\.\d{1,4})?%)$/)
const colour: Rule = value => (isColour(value.trim().toLowerCase()) ? value.trim() : null)
const marker: Rule = value => {
  const known = value.split(/\s+/).filter(isQuoteMarker)
  return known.length > 0 ? known.join(' ') : null
}

const EVERYWHERE: Record<string, Rule> = {
  class: marker,
  id: marker,
  dir: shape(/^(?:ltr|rtl|auto)$/i),
  lang: shape(/^[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,4}$/i),
  style: cleanStyle,
  title: text,
}

const align = shape(/^(?:left|right|center|middle|justify|char|top|bottom|absmiddle|baseline)$/i)
const LOOKS: Record<string, Rule> = { align, bgcolor: colour, color: colour, width: length, height: length }
const CELL: Record<string, Rule> = {
  ...LOOKS,
  valign: align,
  colspan: number(1000),
  rowspan: number(1000),
  nowrap: flag,
  scope: shape(/^(?:row|col|rowgroup|colgroup)$/i),
  abbr: text,
  bordercolor: colour,
}
const ROWS: Record<string, Rule> = { ...LOOKS, valign: align }
const LIST: Record<string, Rule> = { type: shape(/^(?:[1aAiI]|disc|circle|square)$/), start: shape(/^-?\d{1,6}$/) }

const BY_TAG: Record<string, Record<string, Rule>> = {
  table: {
    ...LOOKS,
    border: number(50),
    cellpadding: number(100),
    cellspacing: number(100),
    bordercolor: colour,
  },
  td: CELL,
  th: CELL,
  tr: ROWS,
  tbody: ROWS,
  thead: ROWS,
  tfoot: ROWS,
  col: { ...ROWS, span: number(1000) },
  colgroup: { ...ROWS, span: number(1000) },
  caption: LOOKS,
  div: LOOKS,
  p: LOOKS,
  h1: LOOKS,
  h2: LOOKS,
  h3: LOOKS,
  h4: LOOKS,
  h5: LOOKS,
  h6: LOOKS,
  hr: { ...LOOKS, size: number(50), noshade: flag },
  ol: { ...LIST, reversed: flag },
  ul: LIST,
  li: { ...LIST, value: shape(/^-?\d{1,6}$/) },
  font: { color: colour, face: shape(/^[\p{L}\p{N} ,'_.-]{1,200}$/u), size: shape(/^[+-]?\d$/) },
  img: { ...LOOKS, alt: text, border: number(50), hspace: number(100), vspace: number(100) },
  blockquote: { type: shape(/^cite$/i) },
  details: { open: flag },
  time: { datetime: shape(/^[\d:TZ.+ -]{1,40}$/) },
}

function ruleFor(tag: string, name: string): Rule | undefined {
  if (Object.hasOwn(EVERYWHERE, name)) return EVERYWHERE[name]
  const rules = Object.hasOwn(BY_TAG, tag) ? BY_TAG[tag] : undefined
  return rules && Object.hasOwn(rules, name) ? rules[name] : undefined
}

function linkAttributes(given: Attributes): Attributes {
  const href = linkTarget(given.href ?? '')
  return href === null ? {} : { href, target: '_blank', rel: 'noopener noreferrer nofollow' }
}

// The Content-ID and the remote address are in data attributes, so that a stored body can be sanitised again with
// other options: src is always derived again and never trusted.
function imageAttributes(given: Attributes, options: SanitiseOptions): Attributes {
  const source = imageSource(given['data-cid'] ? cidUrl(given['data-cid']) : (given.src ?? ''))
  if (source?.kind === 'cid') return inlineImage(source.contentId, options)
  if (source?.kind === 'data') return { src: source.url }
  const remote = source?.url ?? remoteImage(given['data-remote-src'] ?? '')
  if (remote === null) return {}
  return options.remoteImages === 'keep' ? { src: remote } : { 'data-remote-src': remote }
}

function inlineImage(contentId: string, { resolveCid }: SanitiseOptions): Attributes {
  if (!resolveCid) return { src: cidUrl(contentId) }
  const resolved = resolveCid(contentId)
  return resolved === null ? { 'data-cid': contentId } : { src: resolved, 'data-cid': contentId }
}
