import type { Attachment } from './attachments.ts'
import type { Message } from './messages.ts'

/** Pictures that a browser shows by themselves; every other file is downloaded. */
const pictureTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

/** Pictures of which the server makes a thumbnail, unless they are broken or too large. */
const thumbnailTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

export const hasThumbnail = ({ contentType }: Pick<Attachment, 'contentType'>): boolean =>
  thumbnailTypes.has(contentType)

export const isPicture = ({ contentType }: Pick<Attachment, 'contentType'>): boolean => pictureTypes.has(contentType)

/**
 * The files that are listed below a message: all but the pictures that its HTML shows, in the text or in the folded
 * quotation. A mail calls a file inline as it likes, so that its word alone must not hide the file.
 */
export function filesBelow<File extends Pick<Attachment, 'id' | 'isInline'>>({
  html,
  quotedHtml,
  attachments,
}: Pick<Message, 'html' | 'quotedHtml'> & { attachments: File[] }): File[] {
  const isShown = (id: string) => [html, quotedHtml].some(body => body?.includes(`/api/attachments/${id}?inline=1`))
  return attachments.filter(file => !(file.isInline && isShown(file.id)))
}
