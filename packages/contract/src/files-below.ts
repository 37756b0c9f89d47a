import type { Attachment } from './attachments.ts'
import type { Message } from './messages.ts'

type File = Pick<Attachment, 'contentType' | 'filename'>

/** Pictures that a browser shows by themselves; every other file is downloaded. Some programs write `image/jpg`. */
const pictures = { type: /^image\/(png|jpe?g|pjpeg|gif|webp|avif)$/, name: /\.(png|jpe?g|gif|webp|avif)$/i }
/** Pictures of which the server makes a thumbnail, unless they are broken or too large. */
const thumbnails = { type: /^image\/(png|jpe?g|pjpeg|gif|webp)$/, name: /\.(png|jpe?g|gif|webp)$/i }

/** Mail programs often send bytes of no type: then the name decides. What is served is decided by the bytes. */
const isOneOf = ({ type, name }: typeof pictures, { contentType, filename }: File) =>
  type.test(contentType) || (contentType === 'application/octet-stream' && name.test(filename))

export const isPicture = (file: File): boolean => isOneOf(pictures, file)
export const hasThumbnail = (file: File): boolean => isOneOf(thumbnails, file)

/**
 * The files that are listed below a message: all but the pictures that its HTML shows, in the text or in the folded
 * quotation. A mail calls a file inline as it likes, so that its word alone must not hide the file.
 */
export function filesBelow<F extends Pick<Attachment, 'id' | 'isInline'>>({
  html,
  quotedHtml,
  attachments,
}: Pick<Message, 'html' | 'quotedHtml'> & { attachments: F[] }): F[] {
  const isShown = (id: string) => [html, quotedHtml].some(body => body?.includes(`/api/attachments/${id}?inline=1`))
  return attachments.filter(file => !(file.isInline && isShown(file.id)))
}
