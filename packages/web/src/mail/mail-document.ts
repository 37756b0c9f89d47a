export type Scheme = 'light' | 'dark'

type MailDocument = { html: string; scheme: Scheme; title: string; fontSize: number }

const POLICY = "default-src 'none'; img-src 'self' data: blob:; style-src 'unsafe-inline'"

/**
 * The page around a mail's HTML, for a frame without scripts. The server has sanitised the HTML; the policy lets it load
 * nothing but pictures from us, so that a fault in the sanitiser would still reach nobody.
 */
export function mailDocument({ html, scheme, title, fontSize }: MailDocument): string {
  const isPaper = scheme === 'dark' && isDesigned(html)
  const look = scheme === 'dark' && !isPaper ? dark : light
  // A frame in another scheme than the page around it is opaque: the corners of the paper would not be round.
  return `<!doctype html><html lang="" style="color-scheme:${scheme}"><head><meta charset="utf-8">
<title>${escaped(title)}</title><base target="_blank">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><style>${styleOf(look, fontSize)}${isPaper ? PAPER : ''}</style></head>
<body><div id="message" dir="auto">${html}</div></body></html>`
}

/**
 * Whether a mail was designed for white paper, which it then gets in the dark too. Every mail program writes colours of
 * text and white backgrounds into simple mails: only another background, or a picture behind the text, is a design.
 */
export const isDesigned = (html: string): boolean =>
  [...html.matchAll(TAG)].some(([tag]) =>
    [...tag.matchAll(BACKGROUND)].some(([, value = '']) => !isPlain(value.trim().toLowerCase())),
  )

/** In the text of a mail, "Background: we have moved" is no style. */
const TAG = /<[a-z][^<>]*/gi

/** The value of `background: …` in a style, or of an attribute `bgcolor="…"` or `background="…"`. */
const BACKGROUND = /[\s;"'](?:background(?:-color|-image)?|bgcolor)\s{0,9}(?::|=\s{0,9}["']?)([^;"'<>]{0,80})/gi

const isPlain = (value: string) =>
  /^(?:none|transparent|inherit|initial|unset|white|window|#fff|#ffffff|rgba?\(255, ?255, ?255(?:, ?1)?\))?(?: none| repeat| scroll| 0% 0%| 0% 50%| !important)*$/.test(
    value,
  )

/** Roughly how high a text is, so that the page barely moves when the frame is there. */
export function guessHeight(text: string, fontSize: number): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 70)), 0)
  return Math.min(lines, 100) * Math.round(fontSize * LINE_HEIGHT)
}

const LINE_HEIGHT = 1.55

// The tokens of theme/tokens.css: a document of its own does not see them.
export const light = {
  text: '#1c1c22',
  dim: '#63636e',
  link: '#454dc4',
  line: '#d3d3d9',
  code: '#f0f0f2',
  page: '#ffffff',
  more: '',
}
export const dark = {
  text: '#ececf1',
  dim: '#a9a9b5',
  link: '#a3aafc',
  line: '#3a3a43',
  code: '#2f2f37',
  page: '#1c1c22',
  // A signature in navy blue was meant for white paper: in the dark nobody could read it.
  more: `body :not(a) { color: inherit !important; } a { color: #a3aafc !important; }
body * { background-color: transparent !important; background-image: none !important; }
pre, code, mark[data-mention] { background-color: #2f2f37 !important; }
mark[data-mention] { color: #a3aafc !important; }
mark[data-mention=me] { background-color: #a3aafc !important; color: #1c1c22 !important; }`,
}

const PAPER = 'body { color-scheme: light; background: #ffffff; padding: 12px; border-radius: 6px; }'

function styleOf(look: typeof light, fontSize: number): string {
  return `
html { overflow: auto; }
body { margin: 0; color: ${look.text}; background: transparent; overflow-wrap: anywhere;
  font: ${fontSize}px/${LINE_HEIGHT} system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
#message { max-width: 75ch; display: flow-root; }
#message > :first-child { margin-top: 0; }
#message > :last-child { margin-bottom: 0; }
a { color: ${look.link}; }
img { max-width: 100%; height: auto; }
img[data-remote-src]:not([src]) { display: none; }
table { max-width: 100%; }
rp { display: inline; }
pre { white-space: pre-wrap; }
pre, code { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.93em;
  background: ${look.code}; border-radius: 4px; padding: 1px 4px; }
pre code { padding: 0; }
pre { padding: 8px 12px; }
mark[data-mention] { padding: 1px 3px; border-radius: 4px; background: ${look.code}; color: ${look.link}; font-weight: 500; }
mark[data-mention=me] { background: ${look.link}; color: ${look.page}; }
blockquote { margin: 8px 0; padding-left: 12px; border-left: 2px solid ${look.line}; color: ${look.dim}; }
${look.more}`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
