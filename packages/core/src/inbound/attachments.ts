import type { ParsedAttachment } from '@gotrs/mail/parsed-mail'
import type { Blobs } from '../kernel/blobs.ts'
import type { NewAttachment } from '../messages/new-message.ts'
import { storableLine } from './storable.ts'

/** More than any person attaches. Of a mail with more, the whole mail is attached in place of the rest. */
const maxAttachments = 100

/** The files of a mail into the blob store. Whatever happens to the mail afterwards, the bytes are on disk first. */
export async function storeAttachments(
  blobs: Blobs,
  attachments: ParsedAttachment[],
  raw: Uint8Array,
): Promise<NewAttachment[]> {
  const stored: NewAttachment[] = []
  for (const attachment of attachments.slice(0, maxAttachments)) stored.push(await store(blobs, attachment))
  if (attachments.length > maxAttachments) {
    const whole = { filename: 'whole-message.eml', contentType: 'message/rfc822', contentId: null, isInline: false }
    stored.push(await store(blobs, { ...whole, content: raw }))
  }
  return stored
}

type File = Pick<ParsedAttachment, 'filename' | 'contentType' | 'contentId' | 'isInline' | 'content'>

async function store(blobs: Blobs, { content, ...file }: File): Promise<NewAttachment> {
  const blob = await blobs.put(content)
  return {
    filename: storableLine(file.filename),
    contentType: storableLine(file.contentType),
    contentId: file.contentId === null ? null : storableLine(file.contentId),
    isInline: file.isInline,
    size: blob.size,
    sha256: blob.sha256,
    blobKey: blob.key,
  }
}
