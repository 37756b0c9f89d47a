import { createHash } from 'node:crypto'
import { type Content, piecesOf } from '../content.ts'
import type { ParsedAttachment } from '../parsed-mail.ts'
import { cleanFilename, defaultFilename } from './filename.ts'

export type AttachmentSource = {
  name: string | null
  stem?: string
  /** What the part declares; only calendars are read as text. */
  charset?: string
  contentType: string
  contentId: string | null
  isInline: boolean
  content: Content
}

export function buildAttachment(source: AttachmentSource): ParsedAttachment {
  const contentType = cleanContentType(source.contentType)
  const fallback = defaultFilename(contentType, source.stem)
  return {
    filename: source.name === null ? fallback : cleanFilename(source.name, fallback),
    contentType,
    ...measured(source.content),
    contentId: source.contentId,
    isInline: source.isInline,
    content: source.content,
  }
}

function measured(content: Content): { size: number; sha256: string } {
  const hash = createHash('sha256')
  let size = 0
  for (const piece of piecesOf(content)) {
    hash.update(piece)
    size += piece.length
  }
  return { size, sha256: hash.digest('hex') }
}

/** https://www.rfc-editor.org/rfc/rfc6838#section-4.2 */
function cleanContentType(value: string): string {
  return /^[a-z0-9][\w!#$&^.+-]{0,126}\/[a-z0-9][\w!#$&^.+-]{0,126}$/.test(value) ? value : 'application/octet-stream'
}
