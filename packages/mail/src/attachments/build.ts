import { createHash } from 'node:crypto'
import type { ParsedAttachment } from '../parsed-mail.ts'
import { cleanFilename, defaultFilename } from './filename.ts'

export type AttachmentSource = {
  name: string | null
  stem?: string
  contentType: string
  contentId: string | null
  isInline: boolean
  content: Uint8Array
}

export function buildAttachment(source: AttachmentSource): ParsedAttachment {
  const content = aloneInMemory(source.content)
  const contentType = cleanContentType(source.contentType)
  const fallback = defaultFilename(contentType, source.stem)
  return {
    filename: source.name === null ? fallback : cleanFilename(source.name, fallback),
    contentType,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    contentId: source.contentId,
    isInline: source.isInline,
    content,
  }
}

/** A view would keep the whole mail alive, and could not be handed to another thread without a copy of it. */
function aloneInMemory(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = content
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) return content as Uint8Array<ArrayBuffer>
  return new Uint8Array(content)
}

/** https://www.rfc-editor.org/rfc/rfc6838#section-4.2 */
function cleanContentType(value: string): string {
  return /^[a-z0-9][\w!#$&^.+-]{0,126}\/[a-z0-9][\w!#$&^.+-]{0,126}$/.test(value) ? value : 'application/octet-stream'
}
