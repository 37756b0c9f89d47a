import type { HtmlElement, HtmlNode } from './html-node.ts'

export type ElementRole = 'quote' | 'attribution' | 'cut' | 'signature' | 'none'

/** The role that a mail program gave an element by class, id or type. */
export function roleOf(element: HtmlElement): ElementRole {
  const names = `${element.attributes.class ?? ''} ${element.attributes.id ?? ''}`.split(/\s+/).map(bareMarker)
  const has = (set: ReadonlySet<string>) => names.some(name => set.has(name))
  if (has(CUTS)) return 'cut'
  if (has(ATTRIBUTIONS)) return 'attribution'
  if (names.some(isSignatureName)) return 'signature'
  if (element.tag === 'blockquote') return isQuotedBlock(element) || has(QUOTES) || has(WRAPPERS) ? 'quote' : 'none'
  if (has(QUOTES)) return 'quote'
  // Gmail and Proton put inline answers into the same wrapper, between its blockquotes.
  return has(WRAPPERS) && !hasBlockquote(element.children) ? 'quote' : 'none'
}

/** Classes and ids by which mail programs mark quotations and signatures; the sanitiser keeps only these. */
export function isQuoteMarker(name: string): boolean {
  const bare = bareMarker(name)
  return MARKERS.has(bare) || isSignatureName(bare)
}

/**
 * Nearly every program has the word in the class or id: `gmail_signature`, `AppleMailSignature`, Outlook's `Signature`,
 * `OLK_SRC_SIGNATURE_SECTION`. Services that request a signature have it too, with another word next to it.
 */
function isSignatureName(name: string): boolean {
  if (SIGNATURES.has(name)) return true
  return name.includes('signature') && /^[\w-]{1,60}$/.test(name) && !SIGNED_OTHERWISE.test(name)
}

const SIGNED_OTHERWISE =
  /^(?:no|e|non|digital)[-_]?signature|signature[-_]?(?:request|form|pad|field|required|line|help|link|page|button|status|date)/

/** Outlook on the web puts `x_` before every class and id of a mail it quotes, once more for each reply. */
function bareMarker(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .replace(/^(?:x_)+/, '')
}

// The style of Gmail and similar programs; a paragraph that the writer indents has no border.
function isQuotedBlock({ attributes }: HtmlElement): boolean {
  if (attributes.type?.toLowerCase() === 'cite' || attributes.cite !== undefined) return true
  return /border-left(?:-width|-style)?:[^;]{0,60}(?:solid|\dpx)/i.test((attributes.style ?? '').slice(0, 2000))
}

const SEARCHED_NODES = 400

function hasBlockquote(nodes: readonly HtmlNode[], budget = { left: SEARCHED_NODES }): boolean {
  for (const node of nodes) {
    if (budget.left-- <= 0) return false
    if (typeof node === 'string') continue
    if (node.tag === 'blockquote' || hasBlockquote(node.children, budget)) return true
  }
  return false
}

const WRAPPERS = new Set(['gmail_quote', 'gmail_quote_container', 'protonmail_quote', 'tutanota_quote', 'zmail_extra'])

const QUOTES = new Set([
  ...['moz-forward-container', 'yahoo_quoted', 'yahooquotedmessage', 'hmail_quote', 'front-blockquote', 'nylas-quote'],
  ...[
    'mailspring_quote',
    'spark_quote',
    'quoted_from_airmail',
    'ms-outlook-mobile-reference-message',
    'olk_src_body_section',
  ],
  ...['mail-editor-reference-message-container', 'replyforwardmessage', 'airmail_quote', 'freshdesk_quote', 'zd-quote'],
])

const CUTS = new Set([
  'divrplyfwdmsg',
  'outlookmessageheader',
  'appendonsend',
  'zmail_extra_hr',
  'zwchr',
  'stopspelling',
])

const ATTRIBUTIONS = new Set(['gmail_attr', 'moz-cite-prefix', 'airmail_on', 'bloop_on', 'gmail_quote_attribution'])

const SIGNATURES = new Set(['bloop_sign', 'airmail_sign'])

const MARKERS = new Set([...WRAPPERS, ...QUOTES, ...CUTS, ...ATTRIBUTIONS, ...SIGNATURES])
