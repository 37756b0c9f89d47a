import { type Content, headOf, wholeOf } from '../content.ts'
import { base64Pieces } from '../mime/base64.ts'
import { childrenOf, type Element, elementAt } from './ber.ts'

/** The object identifiers of CMS, in hexadecimal. https://www.rfc-editor.org/rfc/rfc5652 and 5083 */
const SIGNED = '2a864886f70d010702'
const ENCRYPTED = new Set(['2a864886f70d010703', '2a864886f70d010706', '2a864886f70d0109100117'])
const OCTETS = 0x04
const OCTETS_IN_PIECES = 0x24
const OBJECT_IDENTIFIER = 0x06
/** Programs nest pieces one or two deep. */
const MAX_DEPTH = 24
/** Unwrapped content is in memory twice. A larger mail stays a file. */
const MAX_BYTES = 32 * 1024 * 1024
/** The identifiers are at the beginning. */
const HEAD = 4_096

/** The content of an S/MIME file: a mail that is only signed is readable, an encrypted one is not. */
export type Smime = { kind: 'signed'; mime: Buffer } | { kind: 'encrypted' } | { kind: 'other' }

export function isSmime(contentType: string, filename: string | null): boolean {
  if (/^application\/(?:x-)?pkcs7-mime$/.test(contentType)) return true
  return contentType === 'application/octet-stream' && /^smime\.p7m$/i.test(filename?.trim() ?? '')
}

/** `declared` is the smime-type parameter, which counts only if the bytes are not readable. */
export function readSmime(content: Content, size: number, declared: string): Smime {
  const kind = kindOf(headOf(content, HEAD))
  if (kind === 'encrypted' || (kind === null && /^(?:authe|e)nveloped-data$/i.test(declared)))
    return { kind: 'encrypted' }
  if (kind !== 'signed' || size > MAX_BYTES) return { kind: 'other' }
  const mime = signedContent(derOf(wholeOf(content)))
  return mime && mime.length > 0 ? { kind: 'signed', mime } : { kind: 'other' }
}

/** Some programs leave the base64 undecoded and undeclared. */
function derOf(bytes: Buffer): Buffer {
  if (!/^MI[A-Za-z0-9+/\r\n]{6}/.test(bytes.toString('latin1', 0, 8))) return bytes
  return wholeOf({ pieces: () => base64Pieces(bytes) })
}

function kindOf(head: Buffer): 'signed' | 'encrypted' | null {
  const der = derOf(head)
  const length = der[1] ?? 0
  // `head` is truncated, so the outer element does not fit.
  const at = length > 0x80 ? 2 + (length & 0x7f) : 2
  const id = der[0] === 0x30 ? identifierAt(der, elementAt(der, at)) : ''
  return id === SIGNED ? 'signed' : ENCRYPTED.has(id) ? 'encrypted' : null
}

function identifierAt(bytes: Buffer, element: Element | null | undefined): string {
  return element?.tag === OBJECT_IDENTIFIER ? bytes.toString('hex', element.start, element.end) : ''
}

/** ContentInfo → SignedData → EncapsulatedContentInfo → the bytes that were signed: a part of MIME. */
function signedContent(bytes: Buffer): Buffer | null {
  const [, explicit] = inside(bytes, elementAt(bytes, 0), 2)
  const [signedData] = inside(bytes, explicit, 1)
  const [, , encapsulated] = inside(bytes, signedData, 3)
  const [, content] = inside(bytes, encapsulated, 2)
  const pieces: Buffer[] = []
  return content && takePieces(bytes, content, pieces, 0) && pieces.length > 0 ? Buffer.concat(pieces) : null
}

const inside = (bytes: Buffer, element: Element | null | undefined, most: number) =>
  element ? childrenOf(bytes, element, most) : []

/** False if a byte of the content is in no piece: content that cannot be read completely stays a file. */
function takePieces(bytes: Buffer, parent: Element, pieces: Buffer[], depth: number): boolean {
  const children = childrenOf(bytes, parent, depth === 0 ? 2 : Number.POSITIVE_INFINITY)
  if (depth > MAX_DEPTH || (children.at(-1)?.next ?? parent.start) !== parent.end) return false
  if (depth === 0 && children.length > 1) return false
  return children.every(child => {
    if (child.tag === OCTETS_IN_PIECES) return takePieces(bytes, child, pieces, depth + 1)
    if (child.tag === OCTETS) pieces.push(bytes.subarray(child.start, child.end))
    return child.tag === OCTETS
  })
}
