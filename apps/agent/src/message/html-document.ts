export type FrameScheme = 'light' | 'dark'

const POLICY = "default-src 'none'; img-src 'self' data: blob:; style-src 'unsafe-inline'"

/**
 * The page around a message's HTML, for an iframe without scripts. The server has sanitised the HTML; the policy is a
 * second wall. HTML that brings colours of its own was made for white paper and gets it, in the dark too.
 */
export function htmlDocument(html: string, scheme: FrameScheme): string {
  const isPaper = scheme === 'dark' && hasOwnColours(html)
  const look = scheme === 'dark' && !isPaper ? dark : light
  return `<!doctype html><html lang=""><head><meta charset="utf-8"><title>Message</title>
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><style>${styleOf(look, isPaper)}</style></head>
<body><div id="message" dir="auto">${html}</div></body></html>`
}

/** Does the HTML set text or background colours? Then the scheme's own must not mix with them. */
export function hasOwnColours(html: string): boolean {
  return /\s(?:bgcolor|color)\s*=|(?:background(?:-color)?|[";\s]color)\s*:/i.test(html)
}

type Look = { scheme: FrameScheme; text: string; paper: string; link: string; line: string; dim: string }

// The tokens of tokens.css: a document of its own does not see them.
const light: Look = {
  scheme: 'light',
  text: '#1c1c22',
  paper: '#ffffff',
  link: '#454dc4',
  line: '#d3d3d9',
  dim: '#63636e',
}
const dark: Look = {
  scheme: 'dark',
  text: '#ececf1',
  paper: 'transparent',
  link: '#a3aafc',
  line: '#3a3a43',
  dim: '#a9a9b5',
}

function styleOf(look: Look, isPaper: boolean): string {
  return `
:root { color-scheme: ${look.scheme}; }
body { margin: 0; color: ${look.text}; background: ${isPaper ? look.paper : 'transparent'};
  ${isPaper ? 'padding: 12px; border-radius: 6px;' : ''}
  font: 14px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere; }
#message { max-width: 75ch; display: flow-root; }
#message > :first-child { margin-top: 0; }
#message > :last-child { margin-bottom: 0; }
a { color: ${look.link}; }
img { max-width: 100%; height: auto; }
img[data-remote-src]:not([src]) { display: none; }
table { max-width: 100%; }
rp { display: inline; }
pre { white-space: pre-wrap; font: 13px/1.5 ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; }
pre, code { background: ${look.scheme === 'dark' ? '#2f2f37' : '#f0f0f2'}; border-radius: 4px; padding: 1px 4px; }
pre code { padding: 0; }
pre { padding: 8px 12px; }
blockquote { margin: 8px 0; padding-left: 12px; border-left: 2px solid ${look.line}; color: ${look.dim}; }`
}
