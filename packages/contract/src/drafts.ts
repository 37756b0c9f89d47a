import { z } from 'zod'
import { attachmentLimits, uploadedAttachment } from './attachments.ts'
import { id, isoTime } from './ids.ts'
import { writtenKind } from './messages.ts'
import { shape } from './shape.ts'

/** What an agent is writing on a ticket: one per agent and ticket, kept on the server. */
export const draft = shape('Draft', {
  kind: writtenKind,
  html: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  attachments: z.array(uploadedAttachment),
  updatedAt: isoTime,
})
export type Draft = z.infer<typeof draft>

export const updateDraftInput = z
  .object({
    ticketId: id,
    kind: writtenKind.describe('`public` for an answer, `note` for staff alone.'),
    html: z.string().max(1_000_000).describe('What is written so far.'),
    to: z.array(z.string().max(254)).max(50).default([]).describe('Addresses that it is to go to.'),
    cc: z.array(z.string().max(254)).max(50).default([]).describe('Addresses in copy.'),
    bcc: z.array(z.string().max(254)).max(50).default([]).describe('Addresses in copy that nobody else sees.'),
    attachmentIds: z
      .array(id)
      .max(attachmentLimits.maxPerMessage)
      .default([])
      .describe('Ids that `POST /api/attachments` answered.'),
  })
  .strict()
export type UpdateDraftInput = z.input<typeof updateDraftInput>
export const draftRefInput = z.object({ ticketId: id }).strict()
