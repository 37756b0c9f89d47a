/**
 * The document of a mail's HTML for a frame of its own. The server has sanitised it; the frame has no scripts, and this
 * policy lets it load nothing but images from us, so that a fault in the sanitiser would still reach nobody.
 */
export function htmlDocument(html: string, scheme: 'light' | 'dark', title: string): string {
  const paper = paperOf(html, scheme)
  return `<!doctype html>
<html lang="en" style="color-scheme:${paper.scheme}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data: blob:; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<base target="_blank">
<style>
html { overflow: auto; }
rp { display: inline; }
body { margin: 0; display: flow-root; background: ${paper.background}; color: ${paper.text};
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
${paper.more}
body > :first-child { margin-top: 0; }
body > :last-child { margin-bottom: 0; }
a { color: ${paper.link}; }
img { max-width: 100%; height: auto; }
img:not([src]) { display: none; }
table { max-width: 100%; }
pre { white-space: pre-wrap; }
blockquote { margin: 8px 0; padding-left: 12px; border-left: 2px solid ${paper.line}; }
</style>
</head>
<body>${html}</body>
</html>`
}

/** HTML with backgrounds of its own was laid out on white paper and gets it, also in the dark. */
export const bringsBackground = (html: string) =>
  /[\s;"'](?:background(?:-color|-image)?|bgcolor)\s{0,9}[:=]/i.test(html)

/** Roughly how high a text stands, so that the page barely moves when the frame is there. */
export function guessedHeight(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 70)), 0)
  return Math.min(lines, 100) * 25
}

const light = { scheme: 'light', background: '#fff', text: '#1f1f1f', link: '#3b5bdb', line: '#c9c9c9', more: '' }
const sheet = { ...light, more: 'body { padding: 12px; }' }
const dark = {
  scheme: 'dark',
  background: '#1d1d1d',
  text: '#ececec',
  link: '#a3b5ff',
  line: '#555',
  // A signature in navy blue was meant for white; here it could not be read.
  more: 'body :not(a) { color: inherit !important; } a { color: #a3b5ff !important; }',
}

function paperOf(html: string, scheme: 'light' | 'dark') {
  if (scheme === 'light') return light
  return bringsBackground(html) ? sheet : dark
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
