import { type Content, headOf } from '../content.ts'

const HEAD = 32

/** In hexadecimal: PNG, JPEG, GIF, BMP, icons, WebP and AVIF. Not every browser shows HEIC and TIFF. */
const SIGNATURES =
  /^(?:89504e470d0a|ffd8ff|47494638|424d.{8}0{8}|00000100|52494646.{8}57454250|.{8}66747970617669(?:66|73))/

/** By the first bytes, because many programs declare wrong types for images. */
const isShownByBrowsers = (content: Content) => SIGNATURES.test(headOf(content, HEAD).toString('hex'))

type File = { contentId: string | null; content: Content; isInline: boolean }

/**
 * A file is inline only if the HTML shows it: an `<img>` names it, and browsers show this format. Other files are listed,
 * whatever its disposition says. Of several with one Content-ID the last is shown.
 */
export function markInline<T extends File>(files: T[], html: string | null): T[] {
  const ids = imagesIn(html)
  const last = new Map(files.map(it => [it.contentId, it]))
  return files.map(it => ({
    ...it,
    isInline:
      it.contentId !== null && ids.has(it.contentId) && last.get(it.contentId) === it && isShownByBrowsers(it.content),
  }))
}

function imagesIn(html: string | null): Set<string> {
  const ids = new Set<string>()
  for (const [tag] of (html ?? '').matchAll(/<img\b[^>]{0,4000}/gi)) {
    const id = /\ssrc\s{0,9}=\s{0,9}["']?cid:([^"'\s<>)]{1,500})/i.exec(tag)?.[1]
    if (id) ids.add(unescaped(id))
  }
  return ids
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id.replaceAll('&amp;', '&'))
  } catch {
    return id
  }
}
