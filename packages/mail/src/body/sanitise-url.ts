export type ImageSource =
  | { kind: 'cid'; contentId: string }
  | { kind: 'data'; url: string }
  | { kind: 'remote'; url: string }

/** The source of an image; null if it is not allowed (a relative URL would load from our own origin). */
export function imageSource(value: string): ImageSource | null {
  const url = withoutControls(value)
  if (/^cid:/i.test(url)) {
    const contentId = decoded(url.slice(4)).replace(/^<|>$/g, '')
    return contentId === '' ? null : { kind: 'cid', contentId }
  }
  if (/^data:/i.test(url)) return rasterData(url)
  const remote = remoteImage(url)
  return remote === null ? null : { kind: 'remote', url: remote }
}

/** https://www.rfc-editor.org/rfc/rfc2392 */
export function cidUrl(contentId: string): string {
  return `cid:${contentId.replace(/[%\s<>"]/g, encodeURIComponent)}`
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

export function remoteImage(value: string): string | null {
  const url = withoutControls(value)
  return absoluteWeb(url.startsWith('//') ? `https:${url}` : url)
}

/** A link that the reader may click: web, mail or telephone, never a relative path to our own pages. */
export function linkTarget(value: string): string | null {
  const url = withoutControls(value)
  if (/^(?:mailto|tel):[^\s]/i.test(url)) return url
  if (/^www\.[a-z0-9]/i.test(url)) return absoluteWeb(`http://${url}`)
  return absoluteWeb(url.startsWith('//') ? `https:${url}` : url)
}

// A browser reads `https:path` as relative to a page of the same scheme, so two slashes and a host are required.
function absoluteWeb(url: string): string | null {
  return /^https?:\/\/[^/\\?#\s]/i.test(url) && URL.canParse(url) ? url : null
}

// SVG is a document, not an image: only raster formats may be embedded.
function rasterData(url: string): ImageSource | null {
  const comma = url.indexOf(',')
  if (!/^data:image\/(?:png|gif|jpe?g|webp|bmp|avif|x-icon);base64$/i.test(url.slice(0, comma))) return null
  return /^[a-z0-9+/=%]*$/i.test(url.slice(comma + 1)) ? { kind: 'data', url } : null
}

// https://url.spec.whatwg.org/#concept-basic-url-parser strips controls and spaces at both ends and tab, LF, CR anywhere.
function withoutControls(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are what the URL parser ignores
  return value.replace(/[\u0000-\u001f]/g, '').trim()
}
