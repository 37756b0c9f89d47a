import { type Content, piecesOf } from '@gotrs/mail/content'
import type { ParsedAttachment } from '@gotrs/mail/parsed-mail'
import type { NewAttachment } from '../../conversation/new-message.ts'
import type { Blobs, StoredBlob } from '../../kernel/blobs.ts'
import { storableLine } from '../ledger/storable.ts'

/** More than any person attaches. Of a mail with more, the whole mail is attached in place of the rest. */
const maxAttachments = 100

/**
 * The files of a mail into the blob store, one after the other. Whatever happens to the mail afterwards, the bytes are
 * on disk first. A file that is named twice is stored once.
 */
export async function storeAttachments(
  blobs: Blobs,
  rawKey: string,
  lists: ParsedAttachment[][],
): Promise<NewAttachment[][]> {
  const stored = new Map<Content, StoredBlob>()
  try {
    const results: NewAttachment[][] = []
    for (const list of lists) results.push(await storeList(blobs, rawKey, list, stored))
    return results
  } catch (error) {
    for (const { key } of stored.values()) await blobs.remove(key).catch(() => {})
    throw error
  }
}

async function storeList(
  blobs: Blobs,
  rawKey: string,
  list: ParsedAttachment[],
  stored: Map<Content, StoredBlob>,
): Promise<NewAttachment[]> {
  const files: NewAttachment[] = []
  for (const { content, ...file } of list.slice(0, maxAttachments)) {
    const blob = stored.get(content) ?? (await blobs.put(piecesOf(content)))
    stored.set(content, blob)
    files.push(attachmentOf(file, blob))
  }
  if (list.length > maxAttachments) files.push(await wholeMail(blobs, rawKey, 'whole-message.eml'))
  return files
}

/** The raw mail as a file of its message. */
export async function wholeMail(blobs: Blobs, rawKey: string, filename: string): Promise<NewAttachment> {
  const file = { filename, contentType: 'message/rfc822', contentId: null, isInline: false }
  return attachmentOf(file, await blobs.put(blobs.stream(rawKey)))
}

type File = Pick<ParsedAttachment, 'filename' | 'contentType' | 'contentId' | 'isInline'>

const attachmentOf = (file: File, blob: StoredBlob): NewAttachment => ({
  filename: storableLine(file.filename),
  contentType: storableLine(file.contentType),
  contentId: file.contentId === null ? null : storableLine(file.contentId),
  isInline: file.isInline,
  size: blob.size,
  sha256: blob.sha256,
  blobKey: blob.key,
})
