import { z } from 'zod'
import { id } from './ids.ts'
import { shape } from './shape.ts'

/** A file on a message. `filename` is cleaned for display; the bytes are at `GET /api/attachments/:id`. */
export const attachment = shape('Attachment', {
  id,
  filename: z.string(),
  contentType: z.string(),
  size: z.number().int(),
  isInline: z.boolean(),
})
export type Attachment = z.infer<typeof attachment>

/** What an upload answers; the id goes into `attachmentIds` of one message of the uploader, once. */
export const uploadedAttachment = attachment.omit({ isInline: true }).meta({ id: 'UploadedAttachment' })
export type UploadedAttachment = z.infer<typeof uploadedAttachment>

export const attachmentLimits = { maxBytes: 25 * 1024 * 1024, maxPerMessage: 20 } as const
