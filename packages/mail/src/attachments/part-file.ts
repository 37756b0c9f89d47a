import type { Content } from '../content.ts'
import { decodeHeaderText } from '../mime/encoded-words.ts'
import { readEnclosedHeaders } from '../mime/header-block.ts'
import type { MimePart } from '../mime/split.ts'
import type { AttachmentSource } from './build.ts'
import { cleanFilename } from './filename.ts'

/** A part as a file. */
export function attachmentOf(part: MimePart, content: Content): AttachmentSource {
  const contentId = contentIdOf(part)
  return {
    name: nameOf(part) ?? nameInside(part, content) ?? nameInContentId(contentId),
    stem: part.type.value === 'text/calendar' ? 'invite' : descriptionOf(part),
    contentType: part.type.value,
    charset: part.type.params.get('charset'),
    contentId,
    isInline: false,
    content,
  }
}

export function nameOf(part: MimePart): string | null {
  const name = part.disposition.params.get('filename') ?? part.type.params.get('name')
  return name?.trim() ? name : null
}

/** An enclosed message is called by its subject. */
function nameInside(part: MimePart, content: Content): string | null {
  if (part.type.value !== 'message/rfc822' && part.type.value !== 'message/global') return null
  const subject = decodeHeaderText(readEnclosedHeaders(content).find(it => it.key === 'subject')?.value ?? '')
  const stem = cleanFilename(subject.replace(/[\\/]+/g, '_'), '')
  return stem ? `${stem}.eml` : null
}

/** `image001.jpg@01CDB132.D8A510F0`, as Outlook writes it. */
function nameInContentId(contentId: string | null): string | null {
  return /^([\w -]{1,60}\.[a-z0-9]{2,5})@/i.exec(contentId ?? '')?.[1] ?? null
}

function descriptionOf(part: MimePart): string | undefined {
  const value = part.headers.find(it => it.key === 'content-description')?.value ?? ''
  return cleanFilename(decodeHeaderText(value).slice(0, 100), '') || undefined
}

export function contentIdOf(part: MimePart): string | null {
  const value = part.headers.find(it => it.key === 'content-id')?.value ?? ''
  return (
    decodeHeaderText(value.slice(0, 2_000))
      .replace(/^[\s<]+/, '')
      .slice(0, 500)
      .replace(/[\s>]+$/, '') || null
  )
}
